package io.tidemark.lineage.definition;

import java.util.Locale;

/** How a verb ended, as its result says it. */
public enum Status {
  OK,
  UNCHANGED,
  REFUSED,
  DENIED,
  FAILED,
  GATE_FAILED,
  INCONCLUSIVE;

  /** The word that results and JSON documents hold. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
