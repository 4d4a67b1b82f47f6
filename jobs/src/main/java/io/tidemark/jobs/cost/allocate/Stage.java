package io.tidemark.jobs.cost.allocate;

import java.util.Locale;

/** The stages of an allocation, in their order. */
public enum Stage {
  DIRECT,
  USAGE,
  IDLE,
  SHARED,
  COMMITMENT,
  CREDIT,
  TAX;

  /** As it stands in the ledger. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
