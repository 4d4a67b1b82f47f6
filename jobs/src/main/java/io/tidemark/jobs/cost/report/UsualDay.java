package io.tidemark.jobs.cost.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * What such a day usually costs, and whether one costs much more: the median of the same weekdays
 * of the eight weeks before it, and how far they are off it, the median absolute deviation.
 *
 * <p>A day is told where it is off by more than 3.5 deviations (scaled by 1.4826, as the modified
 * z-score of Iglewicz and Hoaglin has it), by 10 units of its currency, and by a quarter of the
 * median; and only after two weeks of history, as fewer days say nothing.
 *
 * @param median of the same weekdays
 * @param deviation the median absolute deviation
 */
record UsualDay(BigDecimal median, BigDecimal deviation) {
  static final int WEEKS = 8;
  private static final int LEAST_DAYS = 14;

  /** 3.5 times 1.4826. */
  private static final BigDecimal DEVIATIONS = new BigDecimal("5.1891");

  private static final BigDecimal LEAST_IMPACT = BigDecimal.TEN;
  private static final BigDecimal LEAST_SHARE = new BigDecimal("0.25");

  /**
   * The usual day of a day; empty if there is too little before it.
   *
   * @param costs by day; a day without cost within the history is one of cost 0
   * @param known the months whose days are known
   */
  static Optional<UsualDay> before(
      LocalDate day, SortedMap<LocalDate, BigDecimal> costs, Set<YearMonth> known) {
    SortedMap<LocalDate, BigDecimal> history = costs.headMap(day).tailMap(day.minusWeeks(WEEKS));
    if (history.isEmpty()) {
      return Optional.empty();
    }
    int days = 0;
    List<BigDecimal> same = new ArrayList<>();
    for (LocalDate at = history.firstKey(); at.isBefore(day); at = at.plusDays(1)) {
      if (known.contains(YearMonth.from(at))) {
        days++;
        if (at.getDayOfWeek() == day.getDayOfWeek()) {
          same.add(history.getOrDefault(at, BigDecimal.ZERO));
        }
      }
    }
    if (days < LEAST_DAYS || same.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal median = median(same);
    BigDecimal deviation = median(same.stream().map(each -> each.subtract(median).abs()).toList());
    return Optional.of(new UsualDay(median, deviation));
  }

  /** Whether a day's cost is far above it. */
  boolean isExceededBy(BigDecimal cost) {
    BigDecimal above = cost.subtract(median);
    return above.compareTo(LEAST_IMPACT) >= 0
        && above.compareTo(deviation.multiply(DEVIATIONS)) > 0
        && above.compareTo(median.abs().multiply(LEAST_SHARE)) >= 0;
  }

  private static BigDecimal median(List<BigDecimal> values) {
    List<BigDecimal> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : sorted.get(middle - 1).add(sorted.get(middle)).divide(BigDecimal.valueOf(2));
  }
}
