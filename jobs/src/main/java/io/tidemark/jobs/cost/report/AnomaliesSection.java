package io.tidemark.jobs.cost.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;

import io.tidemark.jobs.cost.allocate.Stage;
import io.tidemark.jobs.cost.bill.Category;
import io.tidemark.jobs.definition.ReportSection;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Days on which a team spent much more on a service in an environment than on such days before.
 * Only what was used counts, which has a day; fees and taxes come once a month.
 */
final class AnomaliesSection {
  private static final List<String> SERIES = List.of("currency", "team", "service", "env");

  /** Bills of the last two days still grow. */
  private static final int SETTLED_DAYS = 2;

  private final PublishedLedger ledger;
  private final Instant now;

  AnomaliesSection(PublishedLedger ledger, Instant now) {
    this.ledger = ledger;
    this.now = now;
  }

  List<Map<String, Object>> rows(Window window) {
    YearMonth first = YearMonth.from(window.from().atDay(1).minusWeeks(UsualDay.WEEKS));
    SortedMap<YearMonth, Integer> months = ledger.current(first, window.to());
    List<Map<String, Object>> found = new ArrayList<>();
    List<@Nullable String> key = List.of();
    SortedMap<LocalDate, BigDecimal> costs = new TreeMap<>();
    // One series after the other: they are many, each is short.
    for (Iterator<Row> days = daily(months).toLocalIterator(); days.hasNext(); ) {
      Row row = days.next();
      List<@Nullable String> of = key(row);
      if (!of.equals(key)) {
        judge(key, costs, window, months.keySet(), found);
        key = of;
        costs.clear();
      }
      costs.put(LocalDate.parse(row.<String>getAs("day")), Money.of(row, "").cost());
    }
    judge(key, costs, window, months.keySet(), found);
    return found;
  }

  private Dataset<Row> daily(SortedMap<YearMonth, Integer> months) {
    Column isUsed =
        col("hour")
            .isNotNull()
            .and(col("category").equalTo(Category.USAGE.word()))
            .and(col("stage").isin(Stage.DIRECT.word(), Stage.USAGE.word(), Stage.IDLE.word()));
    List<Column> keys = new ArrayList<>(SERIES.stream().map(each -> col(each)).toList());
    keys.add(date_format(col("hour"), "yyyy-MM-dd").as("day"));
    return Money.sum(
            ledger.rows(months).where(isUsed).groupBy(keys.toArray(Column[]::new)), Money.sums())
        .orderBy("currency", "team", "service", "env", "day");
  }

  private void judge(
      List<@Nullable String> key,
      SortedMap<LocalDate, BigDecimal> costs,
      Window window,
      Set<YearMonth> known,
      List<Map<String, Object>> found) {
    LocalDate settled = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(SETTLED_DAYS);
    LocalDate from = window.from().atDay(1);
    costs
        .tailMap(from)
        .forEach(
            (day, cost) -> {
              if (day.isBefore(settled)) {
                UsualDay.before(day, costs, known)
                    .filter(usual -> usual.isExceededBy(cost))
                    .ifPresent(usual -> found.add(row(key, day, cost, usual)));
              }
            });
  }

  private static List<@Nullable String> key(Row row) {
    List<@Nullable String> key = new ArrayList<>();
    SERIES.forEach(name -> key.add(row.getAs(name)));
    return key;
  }

  private static Map<String, Object> row(
      List<@Nullable String> key, LocalDate day, BigDecimal cost, UsualDay usual) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("section", ReportSection.ANOMALIES.word());
    row.put("day", day.toString());
    for (int i = 0; i < SERIES.size(); i++) {
      row.put(SERIES.get(i), key.get(i));
    }
    row.put("cost", cost);
    row.put("usual", Money.plain(usual.median()));
    row.put("change", Money.plain(cost.subtract(usual.median())));
    return row;
  }
}
