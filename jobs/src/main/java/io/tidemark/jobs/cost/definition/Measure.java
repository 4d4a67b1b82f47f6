package io.tidemark.jobs.cost.definition;

import java.util.Locale;

/** The four costs of a line; one of them is the measure that weights and reports use. */
public enum Measure {
  BILLED,
  EFFECTIVE,
  NET_BILLED,
  NET_EFFECTIVE;

  /** As it is written in {@code cost:}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its column in the ledger and in the lines of a bill. */
  public String column() {
    return word() + "_cost";
  }
}
