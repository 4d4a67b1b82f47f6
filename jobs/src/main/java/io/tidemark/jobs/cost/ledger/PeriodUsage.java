package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.xxhash64;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** The usage of a month, beside the clusters that its bills know. */
final class PeriodUsage {
  private static final int LISTED = 1000;
  private static final String BILLED = "_billed";

  private final Dataset<Row> lives;
  private final Column vcoreMs;

  /**
   * @param placed the lines of the month
   * @param lives all of them
   */
  PeriodUsage(Month month, Dataset<Row> placed, Dataset<Row> lives) {
    Column first = lit(Timestamp.from(month.first()));
    Column next = lit(Timestamp.from(month.next()));
    Dataset<Row> billed =
        placed
            .where(col(Placing.CLUSTER).isNotNull())
            .select(col(Placing.CLUSTER).as("_known"))
            .union(
                placed
                    .where(col(Placing.NAMED).isNotNull())
                    .select(col(Placing.NAMED).as("_known")))
            .distinct();
    Dataset<Row> during = lives.where(col("started_at").lt(next).and(col("ended_at").gt(first)));
    Column isBilled = lit(false);
    List<String> marks = new ArrayList<>();
    // A line names a cluster, an application or a run.
    for (String id : List.of("cluster_id", "app_id", "run_id")) {
      String mark = "_known_" + id;
      during =
          during.join(billed.select(col("_known").as(mark)), col(id).equalTo(col(mark)), "left");
      isBilled = isBilled.or(col(mark).isNotNull());
      marks.add(mark);
    }
    this.lives = during.withColumn(BILLED, isBilled).drop(marks.toArray(String[]::new));
    this.vcoreMs =
        unix_millis(least(col("ended_at"), next))
            .minus(unix_millis(greatest(col("started_at"), first)))
            .multiply(col("cores"));
  }

  /** A text that is another one when the usage is another one that the bills' clusters had. */
  String fingerprint() {
    List<Column> columns = new ArrayList<>();
    for (String column : lives.columns()) {
      if (column.equals(Lives.REGISTERED)) {
        columns.add(map_entries(col(column)));
      } else if (!column.equals(BILLED)) {
        columns.add(col(column));
      }
    }
    Row row =
        lives
            .where(col(BILLED))
            .agg(
                count(lit(1)),
                sum(
                    xxhash64(columns.toArray(Column[]::new))
                        .cast(DataTypes.createDecimalType(38, 0))))
            .collectAsList()
            .get(0);
    return row.getLong(0) + "/" + row.get(1);
  }

  /** The clusters that no bill of the month knows, the busiest first; at most a thousand. */
  List<Map<String, Object>> unbilled() {
    return lives
        .where(expr("NOT " + BILLED))
        .groupBy("cluster_id")
        .agg(sum(vcoreMs).as("ms"))
        .orderBy(col("ms").desc(), col("cluster_id"))
        .limit(LISTED)
        .collectAsList()
        .stream()
        .map(PeriodUsage::listed)
        .toList();
  }

  private static Map<String, Object> listed(Row row) {
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("cluster", row.getString(0));
    cluster.put("vcoreMs", row.getLong(1));
    return cluster;
  }
}
