package io.tidemark.jobs.cost.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.tidemark.jobs.definition.ReportSection;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What a restatement has changed: of each month with several versions the difference per team and
 * currency between the newest and another one. The differences add up to the bill's.
 */
final class ChangesSection {
  private final PublishedLedger ledger;

  ChangesSection(PublishedLedger ledger) {
    this.ledger = ledger;
  }

  /**
   * The teams whose cost differs.
   *
   * @param against the version to compare with; null for the one before the newest
   */
  List<Map<String, Object>> rows(Window window, @Nullable Integer against) {
    List<Map<String, Object>> rows = new ArrayList<>();
    window
        .months()
        .forEach(
            (month, newest) -> {
              TreeSet<Integer> versions = ledger.versions().get(month);
              Integer other =
                  versions == null
                      ? null
                      : against == null
                          ? versions.lower(newest)
                          : versions.contains(against) ? against : null;
              if (other != null && !other.equals(newest)) {
                rows.addAll(rows(month, other, newest));
              }
            });
    return rows;
  }

  private List<Map<String, Object>> rows(YearMonth month, int from, int to) {
    Column isNew = col("version").equalTo(to);
    List<Column> sums =
        Stream.of(Money.sums("before_", not(isNew)), Money.sums("after_", isNew))
            .flatMap(List::stream)
            .toList();
    Dataset<Row> both =
        ledger
            .rows(new TreeMap<>(Map.of(month, from)))
            .unionByName(ledger.rows(new TreeMap<>(Map.of(month, to))));
    List<Map<String, Object>> rows = new ArrayList<>();
    // A row per team and currency.
    for (Row row :
        Money.sum(both.groupBy("team", "currency"), sums)
            .orderBy("currency", "team")
            .collectAsList()) {
      BigDecimal before = Money.of(row, "before_").cost();
      BigDecimal after = Money.of(row, "after_").cost();
      if (before.compareTo(after) != 0) {
        Map<String, @Nullable Object> change = new LinkedHashMap<>();
        change.put("section", ReportSection.CHANGES.word());
        change.put("period", month.toString());
        change.put("fromVersion", from);
        change.put("toVersion", to);
        change.put("team", row.getAs("team"));
        change.put("currency", row.getAs("currency"));
        change.put("before", before);
        change.put("cost", after);
        change.put("change", Money.plain(after.subtract(before)));
        rows.add(change);
      }
    }
    return rows;
  }
}
