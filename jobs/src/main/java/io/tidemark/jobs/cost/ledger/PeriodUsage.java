package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import io.tidemark.jobs.cost.usage.NamedLives;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** The usage of a month, beside what its bills know of clusters and runs. */
final class PeriodUsage {
  private final Months month;
  private final Dataset<Row> lives;

  private PeriodUsage(Months month, Dataset<Row> lives) {
    this.month = month;
    this.lives = lives;
  }

  /**
   * Writes down, once, the lives that may count for the lines of a month.
   *
   * @param lines of {@code cost.bill_line}
   * @param lives all of them, as {@link Lives} reads them
   */
  static PeriodUsage of(Months month, Dataset<Row> lines, Dataset<Row> lives, WorkFolder work) {
    Months touched = ChargeMonths.of(month, lines);
    Dataset<Row> reached =
        NamedLives.of(lives, LineNames.of(lines))
            .where(NamedLives.during(touched.first(), touched.next()).or(col(NamedLives.BY_RUN)))
            .drop(NamedLives.BY_RUN);
    return new PeriodUsage(month, work.keep("lives", reached));
  }

  /** The lives of clusters, applications and runs that the lines name. */
  Dataset<Row> named() {
    return lives.where(col(NamedLives.NAMED)).drop(NamedLives.NAMED);
  }

  /** A text that is another one when the usage that the bills name is another one. */
  String fingerprint() {
    Dataset<Row> named = named();
    Column[] columns =
        Arrays.stream(named.columns())
            .map(each -> each.equals(Lives.REGISTERED) ? map_entries(col(each)) : col(each))
            .toArray(Column[]::new);
    Column hashes = xxhash64(columns).cast(DataTypes.createDecimalType(38, 0));
    Row row = named.agg(count(lit(1)), sum(hashes)).collectAsList().get(0);
    return row.getLong(0) + "/" + row.get(1);
  }

  /** The clusters that no bill of the month knows, the busiest first; at most a thousand. */
  List<Map<String, Object>> unbilled() {
    return NamedLives.unnamedClusters(lives, month.first(), month.next()).collectAsList().stream()
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
