package io.tidemark.featurestore.materialize;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;

import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.lineage.Columns;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How the rows of a feature table lie: sorted, one file per bucket and run. */
final class RunOrder {
  private static final long YEARS = 10_000;

  private RunOrder() {}

  /** The run of a row: the append that brought it, and the calendar year of its event time. */
  static Column run(Column seq, Column event) {
    return seq.multiply(lit(YEARS)).plus(Times.yearOf(event));
  }

  /** The calendar year of a run's rows. */
  static int year(long run) {
    return (int) (run % YEARS);
  }

  static Column year(Column run) {
    return pmod(run, lit(YEARS));
  }

  /** The rows of each partition by bucket and run, then key, then when they count. */
  static Dataset<Row> sorted(FeatureTable table, Dataset<Row> rows) {
    List<Column> order = new ArrayList<>();
    order.add(col(FeatureTable.BUCKET));
    order.add(col(FeatureTable.RUN));
    table.keys().forEach(key -> order.add(Columns.named(key)));
    order.add(col(FeatureTable.EFFECTIVE_TS));
    order.add(col(FeatureTable.EVENT_TS));
    order.add(col(FeatureTable.KNOWN_AT));
    return rows.sortWithinPartitions(order.toArray(Column[]::new));
  }
}
