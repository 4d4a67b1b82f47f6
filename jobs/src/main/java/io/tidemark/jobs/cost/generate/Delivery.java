package io.tidemark.jobs.cost.generate;

import java.util.Locale;

/** The month as it is delivered: first estimated, then final, with other amounts. */
public enum Delivery {
  /** No line has an invoice yet. */
  ESTIMATE(10_000),
  /** Every line has its invoice; spot turned out dearer, and something is refunded. */
  FINAL(10_400);

  private final long spot;

  Delivery(long spot) {
    this.spot = spot;
  }

  /** Its folder. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What spot machines cost in it, in ten-thousandths of what was thought first. */
  long spot() {
    return spot;
  }

  String invoice() {
    return this == FINAL ? "SYNTHETIC-INVOICE-1" : "";
  }
}
