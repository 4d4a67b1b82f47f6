package io.tidemark.jobs.cost.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.bill.Category;
import io.tidemark.jobs.cost.bill.ControlTotal;
import io.tidemark.jobs.cost.bill.Delivery;
import io.tidemark.jobs.cost.definition.Measure;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
  /** What a payer's only line of a delivery costs: billed, effective and, where it is net, both. */
  private record Cost(String delivery, @Nullable String payer, String... amounts) {
    Map<Measure, BigDecimal> told() {
      Map<Measure, BigDecimal> told = new EnumMap<>(Measure.class);
      for (int i = 0; i < amounts.length; i++) {
        told.put(Measure.values()[i], new BigDecimal(amounts[i]));
      }
      return told;
    }

    LineSums.Group group() {
      Map<Measure, BigDecimal> all = new EnumMap<>(Measure.class);
      for (Measure each : Measure.values()) {
        Measure known = told().containsKey(each) ? each : each.gross();
        all.put(each, Objects.requireNonNull(told().get(known)));
      }
      return new LineSums.Group(
          delivery, new LineSums.Key(payer, "11", "USD", Category.USAGE.word()), 1, 0, all);
    }
  }

  private static Reconciliation of(Cost... costs) {
    LineSums lines = new LineSums(Arrays.stream(costs).map(Cost::group).toList());
    List<Delivery> deliveries = new ArrayList<>();
    for (Cost each : costs) {
      List<ControlTotal> totals = new ArrayList<>();
      each.told()
          .forEach(
              (cost, amount) ->
                  totals.add(
                      new ControlTotal(each.payer(), "11", "USD", Category.USAGE, cost, amount)));
      deliveries.add(
          new Delivery(each.delivery(), "2026-04", each.delivery(), "", 1, totals, Instant.EPOCH));
    }
    return Reconciliation.of(lines, lines, deliveries);
  }

  private static List<String> told(Reconciliation reconciliation) {
    return reconciliation.entries().stream()
        .map(each -> each.key().payerAccount() + " " + each.cost().word() + " " + each.bill())
        .toList();
  }

  @Test
  void onlyPayersThatAreNetHaveNetCosts() {
    Reconciliation mixed =
        of(
            new Cost("a", "7", "5", "4", "3", "2"),
            new Cost("b", "8", "20", "10"),
            new Cost("c", null, "1", "1"));
    assertThat(told(mixed))
        .containsExactly(
            "null billed 1",
            "7 billed 5",
            "8 billed 20",
            "null effective 1",
            "7 effective 4",
            "8 effective 10",
            "7 net_billed 3",
            "7 net_effective 2");
    assertThat(mixed.residuals()).isEmpty();
  }

  @Test
  void aNetPayersOtherBillCountsGross() {
    Reconciliation twoBills =
        of(new Cost("a", "7", "5", "4", "3", "2"), new Cost("b", "7", "20", "10"));
    assertThat(told(twoBills))
        .containsExactly("7 billed 25", "7 effective 14", "7 net_billed 23", "7 net_effective 12");
    assertThat(twoBills.residuals()).isEmpty();
  }
}
