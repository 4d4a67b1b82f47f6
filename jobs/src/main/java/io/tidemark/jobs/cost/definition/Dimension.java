package io.tidemark.jobs.cost.definition;

import java.util.Locale;

/** What cost is told apart by; columns of the ledger, in their order. */
public enum Dimension {
  TEAM,
  PROJECT,
  ENV,
  USE_CASE,
  MODEL;

  /** As it is written in files and as the ledger's column. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
