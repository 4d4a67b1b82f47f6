package io.tidemark.jobs.cost.ledger;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.bill.ControlTotal;
import io.tidemark.jobs.cost.bill.Delivery;
import io.tidemark.jobs.cost.definition.Measure;
import io.tidemark.lineage.Run;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * The ledger beside the lines it was made of, beside what the files themselves added up to when
 * they were read; one entry per key and cost. Net costs are told where a payer's month has some.
 */
record Reconciliation(List<Entry> entries) {

  /**
   * What three know of the same money.
   *
   * @param bill of the lines
   * @param control of the files
   */
  record Entry(
      LineSums.Key key, Measure cost, BigDecimal bill, BigDecimal ledger, BigDecimal control) {
    boolean holds() {
      return ledger.compareTo(bill) == 0 && bill.compareTo(control) == 0;
    }
  }

  private static final Comparator<Entry> IN_ORDER =
      Comparator.comparing((Entry each) -> each.cost().word())
          .thenComparing(each -> each.key().category())
          .thenComparing(each -> text(each.key().account()))
          .thenComparing(each -> text(each.key().payerAccount()))
          .thenComparing(each -> each.key().currency());

  Reconciliation {
    entries = entries.stream().sorted(IN_ORDER).toList();
  }

  /** Holds the three against each other. */
  static Reconciliation of(LineSums ledger, LineSums bill, List<Delivery> deliveries) {
    List<ControlTotal> control = complete(deliveries);
    boolean net = control.stream().anyMatch(total -> isNet(total.cost()));
    Map<Place, BigDecimal[]> sides = new LinkedHashMap<>();
    add(sides, bill, 0);
    add(sides, ledger, 1);
    for (ControlTotal total : control) {
      LineSums.Key key =
          new LineSums.Key(
              total.payerAccount(), total.account(), total.currency(), total.category().word());
      add(sides, new Place(key, total.cost()), 2, total.amount());
    }
    List<Entry> entries = new ArrayList<>();
    sides.forEach(
        (place, of) -> {
          if (net || !isNet(place.cost())) {
            entries.add(new Entry(place.key(), place.cost(), of[0], of[1], of[2]));
          }
        });
    return new Reconciliation(entries);
  }

  /** The entries whose three sides are not one. */
  List<Entry> residuals() {
    return entries.stream().filter(each -> !each.holds()).toList();
  }

  /** As rows of {@code cost.reconciliation}. */
  Dataset<Row> rows(Run run, String period, int version) {
    List<Row> rows =
        entries.stream()
            .map(
                each ->
                    RowFactory.create(
                        period,
                        each.key().payerAccount(),
                        each.key().account(),
                        each.key().currency(),
                        each.key().category(),
                        each.cost().word(),
                        each.bill(),
                        each.ledger(),
                        each.ledger().subtract(each.bill()),
                        version,
                        run.id()))
            .toList();
    return run.spark().createDataFrame(rows, CostTables.RECONCILIATION.schema()).coalesce(1);
  }

  private record Place(LineSums.Key key, Measure cost) {}

  private static void add(Map<Place, BigDecimal[]> sides, LineSums sums, int side) {
    for (LineSums.Group group : sums.groups()) {
      group
          .amounts()
          .forEach((cost, amount) -> add(sides, new Place(group.key(), cost), side, amount));
    }
  }

  private static void add(
      Map<Place, BigDecimal[]> sides, Place place, int side, BigDecimal amount) {
    BigDecimal[] of =
        sides.computeIfAbsent(
            place, none -> new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO});
    of[side] = of[side].add(amount);
  }

  /** Net is told of all deliveries or of none; each knows which of its payers are net. */
  private static List<ControlTotal> complete(List<Delivery> deliveries) {
    boolean net =
        deliveries.stream()
            .flatMap(each -> each.totals().stream())
            .anyMatch(total -> isNet(total.cost()));
    return deliveries.stream()
        .flatMap(each -> (net ? withNet(each.totals()) : each.totals()).stream())
        .toList();
  }

  /** The totals of a delivery, with net ones of every payer: where none are said, net is gross. */
  private static List<ControlTotal> withNet(List<ControlTotal> totals) {
    Set<String> net = new HashSet<>();
    for (ControlTotal total : totals) {
      if (isNet(total.cost())) {
        net.add(text(total.payerAccount()));
      }
    }
    List<ControlTotal> complete = new ArrayList<>(totals);
    for (ControlTotal total : totals) {
      if (!net.contains(text(total.payerAccount()))) {
        Measure twin = total.cost() == Measure.BILLED ? Measure.NET_BILLED : Measure.NET_EFFECTIVE;
        complete.add(
            new ControlTotal(
                total.payerAccount(),
                total.account(),
                total.currency(),
                total.category(),
                twin,
                total.amount()));
      }
    }
    return complete;
  }

  private static boolean isNet(Measure measure) {
    return measure == Measure.NET_BILLED || measure == Measure.NET_EFFECTIVE;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
