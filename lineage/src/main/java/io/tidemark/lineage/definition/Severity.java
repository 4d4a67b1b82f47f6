package io.tidemark.lineage.definition;

import java.util.Locale;

/** Whether a problem refuses the work or only warns. */
public enum Severity {
  ERROR,
  WARN;

  /** The word of texts and JSON: {@code error} or {@code warn}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
