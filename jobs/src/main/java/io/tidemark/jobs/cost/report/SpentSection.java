package io.tidemark.jobs.cost.report;

import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.to_date;

import io.tidemark.jobs.definition.ReportColumn;
import io.tidemark.jobs.definition.ReportSection;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What was spent, by some columns and the currency, beside the same number of months before; by
 * months each beside the one before it. The rows add up to all that was spent: what is too much to
 * tell one by one stands in a last row per currency.
 */
final class SpentSection {
  private static final int MOST = 1000;
  private static final String OTHERS = "(others)";
  private static final String NOW = "_now";
  private static final String CURRENCY = "currency";

  private final PublishedLedger ledger;
  private final BilledLines lines;

  SpentSection(PublishedLedger ledger, BilledLines lines) {
    this.ledger = ledger;
    this.lines = lines;
  }

  private record Spent(List<@Nullable String> keys, String currency, Money now, Money before) {
    Spent minus(Spent other) {
      return new Spent(keys, currency, now.minus(other.now), before.minus(other.before));
    }
  }

  List<Map<String, Object>> rows(Window window, List<ReportColumn> by) {
    boolean monthly = by.contains(ReportColumn.PERIOD);
    int back = monthly ? 1 : window.length();
    var before = ledger.current(window.from().minusMonths(back), window.to().minusMonths(back));
    if (monthly) {
      before.keySet().removeIf(month -> !window.months().containsKey(month.plusMonths(1)));
    }
    Dataset<Row> now = ledger.rows(window.months()).withColumn(NOW, lit(true));
    Dataset<Row> earlier = ledger.rows(before).withColumn(NOW, lit(false));
    if (monthly) {
      Column next = add_months(to_date(concat(col("period"), lit("-01"))), 1);
      earlier = earlier.withColumn("period", date_format(next, "yyyy-MM"));
    }
    Dataset<Row> both = now.unionByName(earlier);
    if (by.contains(ReportColumn.ACCOUNT)) {
      both = lines.with(both, "account");
    }
    List<Spent> told =
        grouped(both, by).limit(MOST + 1).collectAsList().stream()
            .map(row -> spent(row, by))
            .collect(Collectors.toCollection(ArrayList::new));
    List<Spent> all = totals(both);
    boolean tooMuch = told.size() > MOST;
    if (tooMuch) {
      told.remove(MOST);
    }
    told.sort(
        Comparator.comparing(Spent::currency)
            .thenComparing(each -> each.now().cost(), Comparator.reverseOrder()));
    if (tooMuch) {
      told.addAll(others(all, told, by.size()));
    }
    Map<String, BigDecimal> whole = new HashMap<>();
    all.forEach(each -> whole.put(each.currency(), each.now().cost()));
    return told.stream()
        .map(
            each ->
                row(
                    each,
                    by,
                    whole.getOrDefault(each.currency(), BigDecimal.ZERO),
                    compares(each, by, window, before.keySet())))
        .toList();
  }

  /** Whether all months that a row's are set beside are published: less would look like growth. */
  private static boolean compares(
      Spent spent, List<ReportColumn> by, Window window, Set<YearMonth> before) {
    int period = by.indexOf(ReportColumn.PERIOD);
    String month = period < 0 ? null : spent.keys().get(period);
    return month == null || month.equals(OTHERS)
        ? before.size() == window.months().size()
        : before.contains(YearMonth.parse(month).minusMonths(1));
  }

  private static Dataset<Row> grouped(Dataset<Row> both, List<ReportColumn> by) {
    List<Column> keys = new ArrayList<>(by.stream().map(each -> col(each.column())).toList());
    keys.add(col(CURRENCY));
    return Money.sum(both.groupBy(keys.toArray(Column[]::new)), sums())
        .orderBy(
            Stream.concat(
                    Stream.of(col("now_direct").plus(col("now_idle_share")).desc()),
                    keys.stream().map(Column::asc_nulls_last))
                .toArray(Column[]::new));
  }

  private static List<Spent> totals(Dataset<Row> both) {
    return Money.sum(both.groupBy(CURRENCY), sums()).collectAsList().stream()
        .map(row -> spent(row, List.of()))
        .toList();
  }

  private static List<Column> sums() {
    return Stream.of(Money.sums("now_", col(NOW)), Money.sums("before_", not(col(NOW))))
        .flatMap(List::stream)
        .toList();
  }

  private static Spent spent(Row row, List<ReportColumn> by) {
    List<@Nullable String> keys = new ArrayList<>();
    by.forEach(each -> keys.add(row.getAs(each.column())));
    return new Spent(keys, row.getAs(CURRENCY), Money.of(row, "now_"), Money.of(row, "before_"));
  }

  /** What is in the totals and in none of the rows told. */
  private static List<Spent> others(List<Spent> all, List<Spent> told, int keys) {
    Map<String, Spent> rest = new HashMap<>();
    for (Spent each : all) {
      List<@Nullable String> others = new ArrayList<>();
      for (int i = 0; i < keys; i++) {
        others.add(OTHERS);
      }
      rest.put(each.currency(), new Spent(others, each.currency(), each.now(), each.before()));
    }
    told.forEach(each -> rest.computeIfPresent(each.currency(), (k, left) -> left.minus(each)));
    return rest.values().stream()
        .filter(left -> !left.now().isNothing() || !left.before().isNothing())
        .toList();
  }

  private static Map<String, Object> row(
      Spent spent, List<ReportColumn> by, BigDecimal whole, boolean compared) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("section", ReportSection.COST.word());
    for (int i = 0; i < by.size(); i++) {
      row.put(by.get(i).column(), spent.keys().get(i));
    }
    BigDecimal cost = spent.now().cost();
    BigDecimal before = spent.before().cost();
    row.put(CURRENCY, spent.currency());
    row.put("direct", Money.plain(spent.now().direct()));
    row.put("idleShare", Money.plain(spent.now().idleShare()));
    row.put("idle", Money.plain(spent.now().idle()));
    row.put("cost", cost);
    row.put("share", Money.ratio(cost, whole));
    row.put("before", compared ? before : null);
    row.put("change", compared ? Money.plain(cost.subtract(before)) : null);
    return row;
  }
}
