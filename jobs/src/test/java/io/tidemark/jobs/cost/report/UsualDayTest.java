package io.tidemark.jobs.cost.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UsualDayTest {
  /** A Wednesday. */
  private static final LocalDate DAY = LocalDate.of(2026, 4, 29);

  private static final Set<YearMonth> KNOWN =
      Set.of(YearMonth.of(2026, 2), YearMonth.of(2026, 3), YearMonth.of(2026, 4));

  private static SortedMap<LocalDate, BigDecimal> wednesdays(int... costs) {
    SortedMap<LocalDate, BigDecimal> days = new TreeMap<>();
    for (int i = 0; i < costs.length; i++) {
      days.put(DAY.minusWeeks(costs.length - i), BigDecimal.valueOf(costs[i]));
    }
    return days;
  }

  private static UsualDay usual(SortedMap<LocalDate, BigDecimal> days) {
    return UsualDay.before(DAY, days, KNOWN).orElseThrow();
  }

  @Test
  void theSameWeekdaysOfEightWeeksSayWhatIsUsual() {
    SortedMap<LocalDate, BigDecimal> days = wednesdays(9999, 100, 104, 98, 101, 99, 103, 100, 102);
    days.put(DAY.minusDays(1), BigDecimal.valueOf(5000));
    UsualDay usual = usual(days);
    assertThat(usual.median()).isEqualByComparingTo("100.5");
    // off by 0.5 3.5 2.5 0.5 1.5 2.5 0.5 1.5
    assertThat(usual.deviation()).isEqualByComparingTo("1.5");
  }

  @Test
  void aDayIsFarAboveOnlyByDeviationsAndShareAndAmountTogether() {
    UsualDay steady = new UsualDay(new BigDecimal("100"), BigDecimal.ZERO);
    assertThat(steady.isExceededBy(new BigDecimal("124.99"))).isFalse();
    assertThat(steady.isExceededBy(new BigDecimal("125"))).isTrue();
    UsualDay wild = new UsualDay(new BigDecimal("100"), BigDecimal.TEN);
    assertThat(wild.isExceededBy(new BigDecimal("151.89"))).isFalse();
    assertThat(wild.isExceededBy(new BigDecimal("151.90"))).isTrue();
    UsualDay small = new UsualDay(BigDecimal.ONE, BigDecimal.ZERO);
    assertThat(small.isExceededBy(new BigDecimal("10.99"))).isFalse();
    assertThat(small.isExceededBy(new BigDecimal("11"))).isTrue();
    assertThat(steady.isExceededBy(BigDecimal.ZERO)).as("a cheap day").isFalse();
  }

  @Test
  void aDayWithoutCostWithinTheHistoryCostNothing() {
    SortedMap<LocalDate, BigDecimal> days = wednesdays(60, 60, 60);
    days.remove(DAY.minusWeeks(2));
    days.remove(DAY.minusWeeks(1));
    assertThat(usual(days).median()).isEqualByComparingTo("0");
  }

  @Test
  void twoWeeksOfKnownDaysAreNeeded() {
    SortedMap<LocalDate, BigDecimal> short13 = new TreeMap<>();
    short13.put(DAY.minusDays(13), BigDecimal.ONE);
    assertThat(UsualDay.before(DAY, short13, KNOWN)).isEmpty();
    SortedMap<LocalDate, BigDecimal> long14 = new TreeMap<>();
    long14.put(DAY.minusDays(14), BigDecimal.ONE);
    assertThat(UsualDay.before(DAY, long14, KNOWN)).isPresent();
    assertThat(UsualDay.before(DAY, wednesdays(1, 1, 1, 1, 1, 1), Set.of())).isEmpty();
    assertThat(UsualDay.before(DAY, new TreeMap<>(), KNOWN)).isEmpty();
  }

  @Test
  void daysOfMonthsThatAreNotPublishedAreNoDaysOfCostZero() {
    SortedMap<LocalDate, BigDecimal> days = new TreeMap<>();
    LocalDate first = DAY.minusWeeks(8);
    for (LocalDate at = first; at.isBefore(DAY); at = at.plusDays(1)) {
      if (at.getMonthValue() != 3) {
        days.put(at, BigDecimal.TEN);
      }
    }
    days.put(LocalDate.of(2026, 3, 4), BigDecimal.ONE);
    Set<YearMonth> withoutMarch = Set.of(YearMonth.of(2026, 4));
    assertThat(UsualDay.before(DAY, days, withoutMarch).orElseThrow().median())
        .isEqualByComparingTo("10");
    assertThat(usual(days).median()).as("March counts as 0").isLessThan(BigDecimal.TEN);
  }
}
