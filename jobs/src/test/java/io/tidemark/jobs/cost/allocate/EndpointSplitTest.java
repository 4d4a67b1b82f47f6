package io.tidemark.jobs.cost.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class EndpointSplitTest {

  @Test
  void modelsBearTheTimeTheyWorked() {
    assertThat(
            split(
                new ModelUse("b", 90, 2000),
                new ModelUse("a", 1, 3000),
                new ModelUse("c", 1, 1000),
                new ModelUse("a", 1, 4000)))
        .containsExactly(
            Map.entry("a", new BigDecimal("1.93")),
            Map.entry("b", new BigDecimal("0.55")),
            Map.entry("c", new BigDecimal("0.28")));
  }

  @Test
  void elseHowOftenTheyWereAskedElseAllTheSame() {
    assertThat(split(new ModelUse("a", 3, 0), new ModelUse("b", 1, 0)))
        .containsEntry("a", new BigDecimal("2.07"))
        .containsEntry("b", new BigDecimal("0.69"));
    assertThat(split(new ModelUse("a", 0, 0), new ModelUse("b", 0, 0)))
        .containsEntry("a", new BigDecimal("1.38"))
        .containsEntry("b", new BigDecimal("1.38"));
  }

  private static SortedMap<String, BigDecimal> split(ModelUse... uses) {
    return EndpointSplit.split(new BigDecimal("2.76"), List.of(uses), 2);
  }
}
