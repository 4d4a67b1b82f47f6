package io.tidemark.jobs.cost.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.definition.BudgetDefinition;
import io.tidemark.lineage.definition.Metadata;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpendingTest {
  private static final YearMonth APRIL = YearMonth.of(2026, 4);

  private static BudgetDefinition budget(String amount, @Nullable String forecast) {
    return new BudgetDefinition(
        new Metadata("b", 0, "o", "t", "u", "", new TreeMap<>()),
        new TreeMap<>(Map.of("team", "a")),
        new BigDecimal(amount),
        "USD",
        List.of(new BigDecimal("0.5"), new BigDecimal("0.8"), BigDecimal.ONE),
        forecast == null ? null : new BigDecimal(forecast),
        false);
  }

  private static Spending at(String actual, String now) {
    return Spending.of(new BigDecimal(actual), APRIL, Instant.parse(now));
  }

  @Test
  void theForecastGoesOnAtTheSamePace() {
    assertThat(at("60", "2026-04-16T00:00:00Z").forecast()).isEqualByComparingTo("120");
    assertThat(at("1", "2026-04-01T00:00:00.000001Z").forecast())
        .isEqualByComparingTo("2592000000000");
    assertThat(at("10", "2026-04-22T00:00:00Z").forecast())
        .as("three tenths are left")
        .isEqualByComparingTo("14.285714285714285714");
  }

  @Test
  void outsideTheMonthItIsWhatWasSpent() {
    for (String now :
        List.of(
            "2026-03-31T00:00:00Z",
            "2026-04-01T00:00:00Z",
            "2026-05-01T00:00:00Z",
            "2027-01-01T00:00:00Z")) {
      assertThat(at("60", now).forecast()).as(now).isEqualByComparingTo("60");
    }
  }

  @Test
  void thresholdsAreReachedByWhatWasSpentAndTheForecastsByTheForecast() {
    Spending half = at("60", "2026-04-16T00:00:00Z");
    assertThat(half.reached(budget("100", "1.0")))
        .containsExactly(new BigDecimal("0.5"), new BigDecimal("1.0"));
    assertThat(half.reached(budget("100", "1.2"))).hasSize(2);
    assertThat(half.reached(budget("100", "1.21"))).containsExactly(new BigDecimal("0.5"));
    assertThat(half.reached(budget("100", null))).containsExactly(new BigDecimal("0.5"));
    assertThat(half.reached(budget("60", "1.0"))).as("each once").hasSize(3);
    assertThat(half.reached(budget("121", "1.0"))).isEmpty();
    assertThat(half.reached(budget("120", null))).containsExactly(new BigDecimal("0.5"));
  }
}
