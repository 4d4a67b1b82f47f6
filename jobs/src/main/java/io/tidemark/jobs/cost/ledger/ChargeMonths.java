package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_trunc;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.to_timestamp;
import static org.apache.spark.sql.functions.unix_seconds;

import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The months that the charge periods of a group of lines touch, as aggregates over the lines. */
final class ChargeMonths {
  // A line may lack its times: it counts for its month then.
  private static final Column MONTH = to_timestamp(concat(col("period"), lit("-01")));

  /** When the first one begins. */
  static final Column FIRST = min(least(MONTH, date_trunc("month", col("charge_start"))));

  /** When the one after the last begins. */
  static final Column NEXT =
      max(
          greatest(MONTH, date_trunc("month", coalesce(col("charge_end"), col("charge_start"))))
              .plus(expr("INTERVAL 1 MONTH")));

  private ChargeMonths() {}

  /**
   * From the first month to the last one that lines touch, their own among them.
   *
   * @param lines of {@code cost.bill_line}, of one period
   */
  static Months of(Months own, Dataset<Row> lines) {
    // One row.
    Row row = lines.agg(unix_seconds(FIRST), unix_seconds(NEXT)).collectAsList().get(0);
    return row.isNullAt(0)
        ? own
        : own.and(
            new Months(
                Instant.ofEpochSecond(row.getLong(0)), Instant.ofEpochSecond(row.getLong(1))));
  }
}
