package io.tidemark.jobs.cost.report;

import static io.tidemark.jobs.cost.report.RunEstimate.against;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.jobs.cost.report.RunEstimate.Verdict;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class RunEstimateTest {
  private static final RunEstimate RATE = new RunEstimate(new BigDecimal("0.004"), "USD");

  @Test
  void aRunCostsItsContainersForItsMinutes() {
    assertThat(RATE.cost(11, new BigDecimal("45.5"))).isEqualByComparingTo("2.002");
    assertThat(RATE.cost(0, BigDecimal.TEN)).isZero();
    assertThatThrownBy(() -> RATE.cost(-1, BigDecimal.TEN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itIsToldFromAShareOfTheCapOnAndDeniedAboveIt() {
    BigDecimal cap = new BigDecimal("10");
    BigDecimal share = new BigDecimal("0.8");
    assertThat(against(new BigDecimal("7.9999"), cap, share)).isEqualTo(Verdict.WITHIN);
    assertThat(against(new BigDecimal("8"), cap, share)).isEqualTo(Verdict.WARN);
    assertThat(against(new BigDecimal("10"), cap, share)).isEqualTo(Verdict.WARN);
    assertThat(against(new BigDecimal("10.0001"), cap, share)).isEqualTo(Verdict.DENY);
  }
}
