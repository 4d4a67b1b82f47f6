package io.tidemark.jobs.cost.ledger;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * A billing month in UTC.
 *
 * @param next the first instant of the month after it
 */
record Month(Instant first, Instant next) {

  /** Of a period as tables have it, {@code 2026-04}. */
  static Month of(String period) {
    YearMonth month = YearMonth.parse(period);
    return new Month(start(month), start(month.plusMonths(1)));
  }

  private static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
