package io.tidemark.jobs.cost.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.ledger.LoadedCosts.Flow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LoadedCostsTest {

  private static Flow flow(String from, String into, long bytes) {
    return new Flow(from, into, BigDecimal.valueOf(bytes));
  }

  private static String text(BigDecimal cost) {
    return cost.setScale(18, RoundingMode.HALF_EVEN).stripTrailingZeros().toPlainString();
  }

  @Test
  void twoTrainingSetsAndTwoModelsCarryWhatWentIntoThem() {
    LoadedCosts costs =
        new LoadedCosts(
            List.of(
                flow("F1", "T1", 1),
                flow("F1", "T2", 2),
                flow("F2", "T1", 1),
                flow("T1", "M1", 5),
                flow("T2", "M2", 5)));
    SortedMap<String, BigDecimal> loaded =
        costs.of(
            Map.of(
                "F1", new BigDecimal("6.00"),
                "F2", new BigDecimal("4.00"),
                "T1", new BigDecimal("3.00"),
                "T2", new BigDecimal("1.00"),
                "M1", new BigDecimal("20.00"),
                "M2", new BigDecimal("5.00")));
    assertThat(text(loaded.get("T1"))).isEqualTo("9");
    assertThat(text(loaded.get("T2"))).isEqualTo("5");
    assertThat(text(loaded.get("M1"))).isEqualTo("29");
    assertThat(text(loaded.get("M2"))).isEqualTo("10");
    assertThat(costs.isUnread("M1")).isTrue();
    assertThat(costs.isUnread("F1")).isFalse();
  }

  @Test
  void aCircleEndsAndLosesNothing() {
    LoadedCosts costs =
        new LoadedCosts(List.of(flow("A", "B", 1), flow("B", "A", 1), flow("B", "C", 1)));
    SortedMap<String, BigDecimal> loaded =
        costs.of(Map.of("A", BigDecimal.ONE, "B", BigDecimal.ONE));
    assertThat(text(loaded.get("C"))).isEqualTo("2");
  }

  @Test
  void whatNobodyReadCarriesAllThatWasSpentUnlessAReaderWroteNothing() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int things = 2 + random.nextInt(12);
      List<Flow> flows = new ArrayList<>();
      SortedMap<String, BigDecimal> direct = new TreeMap<>();
      BigDecimal spent = BigDecimal.ZERO;
      for (int i = 0; i < things; i++) {
        BigDecimal cost = BigDecimal.valueOf(random.nextInt(1000), 2);
        direct.put("t" + i, cost);
        spent = spent.add(cost);
        for (int j = i + 1; j < things; j++) {
          if (random.nextInt(3) == 0) {
            flows.add(flow("t" + i, "t" + j, random.nextInt(4)));
          }
        }
      }
      LoadedCosts costs = new LoadedCosts(flows);
      BigDecimal ends =
          costs.of(direct).entrySet().stream()
              .filter(each -> costs.isUnread(each.getKey()))
              .map(Map.Entry::getValue)
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      assertThat(text(ends)).as("seed %d", seed).isEqualTo(text(spent));
    }
  }
}
