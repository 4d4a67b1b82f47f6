package io.tidemark.jobs.cost.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.lineage.Run;
import java.time.YearMonth;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The versions of {@code cost.ledger}: of each month the highest one counts. */
final class PublishedLedger {
  private final Dataset<Row> rows;
  private final SortedMap<YearMonth, TreeSet<Integer>> versions = new TreeMap<>();

  PublishedLedger(Run run) {
    this.rows = run.read(run.pin(CostTables.LEDGER.ref()));
    // A row per version of a month.
    for (Row row : rows.select("period", "version").distinct().collectAsList()) {
      versions
          .computeIfAbsent(YearMonth.parse(row.getString(0)), none -> new TreeSet<>())
          .add(row.getInt(1));
    }
  }

  /** The months that are published. */
  SortedMap<YearMonth, TreeSet<Integer>> versions() {
    return Collections.unmodifiableSortedMap(versions);
  }

  /** The current version of each month from one to another, included. */
  SortedMap<YearMonth, Integer> current(YearMonth from, YearMonth to) {
    SortedMap<YearMonth, Integer> current = new TreeMap<>();
    versions.subMap(from, to.plusMonths(1)).forEach((month, all) -> current.put(month, all.last()));
    return current;
  }

  /** The rows of some months, each of one version. */
  Dataset<Row> rows(SortedMap<YearMonth, Integer> of) {
    return rows.where(are(of));
  }

  /** Whether a row of one of the tables of cost is of one of these versions. */
  static Column are(SortedMap<YearMonth, Integer> of) {
    Column any = lit(false);
    for (var each : of.entrySet()) {
      any =
          any.or(
              col("period")
                  .equalTo(each.getKey().toString())
                  .and(col("version").equalTo(each.getValue())));
    }
    return any;
  }
}
