package io.tidemark.jobs.cost.report;

import io.tidemark.jobs.cost.definition.BudgetDefinition;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was spent of a budget in a month, and what it will come to: the same pace to the end of the
 * month, and the actual cost once it is over.
 *
 * @param actual the sum of the measure
 * @param forecast of the whole month, 18 decimals
 */
record Spending(BigDecimal actual, BigDecimal forecast) {
  private static final int DECIMALS = 18;

  /** At a time; before the month has begun there is no pace to go by. */
  static Spending of(BigDecimal actual, YearMonth month, Instant now) {
    Instant start = start(month);
    Instant end = start(month.plusMonths(1));
    if (!now.isAfter(start) || !now.isBefore(end)) {
      return new Spending(actual, actual);
    }
    BigDecimal whole = micros(start, end);
    BigDecimal elapsed = micros(start, now);
    return new Spending(
        actual,
        Money.plain(actual.multiply(whole).divide(elapsed, DECIMALS, RoundingMode.HALF_EVEN)));
  }

  /** The thresholds that are reached: by the actual cost, the forecast's by the forecast. */
  SortedSet<BigDecimal> reached(BudgetDefinition budget) {
    SortedSet<BigDecimal> reached = new TreeSet<>();
    budget.thresholds().stream()
        .filter(threshold -> reaches(actual, threshold, budget))
        .forEach(reached::add);
    BigDecimal forecasted = budget.forecast();
    if (forecasted != null && reaches(forecast, forecasted, budget)) {
      reached.add(forecasted);
    }
    return reached;
  }

  private static boolean reaches(BigDecimal cost, BigDecimal threshold, BudgetDefinition budget) {
    return cost.compareTo(budget.amount().multiply(threshold)) >= 0;
  }

  private static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  private static BigDecimal micros(Instant from, Instant to) {
    Duration duration = Duration.between(from, to);
    return BigDecimal.valueOf(duration.toNanos(), 3);
  }
}
