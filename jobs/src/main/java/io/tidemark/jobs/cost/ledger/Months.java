package io.tidemark.jobs.cost.ledger;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;

/**
 * A billing month in UTC, or several in a row.
 *
 * @param next the first instant of the month after them
 */
record Months(Instant first, Instant next) {

  /** The one of a period as tables have it, {@code 2026-04}. */
  static Months of(String period) {
    YearMonth month = YearMonth.parse(period);
    return new Months(start(month), start(month.plusMonths(1)));
  }

  /** From the first of either to the last. */
  Months and(Months other) {
    return new Months(
        Collections.min(List.of(first, other.first)), Collections.max(List.of(next, other.next)));
  }

  private static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
