package io.tidemark.jobs.cost.usage;

import static org.apache.spark.sql.functions.asc;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.row_number;

import io.tidemark.jobs.cost.CostTables;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.jspecify.annotations.Nullable;

/**
 * The lives that logs tell of and {@code cost.run_usage} lacks. Of several logs that tell of the
 * same life, the one that knows most of it counts: with its own end, then the later end.
 */
final class LackingLives implements UnaryOperator<Dataset<Row>>, AutoCloseable {
  private static final String[] KEY = {"app_id", "attempt", "executor_id", "started_at"};

  private final Dataset<Row> logged;
  private @Nullable Dataset<Row> lacking;

  /**
   * @param read rows of {@link ReadEventLogs#SCHEMA}
   */
  LackingLives(Dataset<Row> read) {
    Dataset<Row> lives =
        read.select(col("log"), explode(col("lives")).as("life")).select("log", "life.*");
    Column nth =
        row_number()
            .over(
                Window.partitionBy(columns(KEY))
                    .orderBy(asc("clamped"), desc("ended_at"), desc("slot_ms"), asc("log")));
    this.logged = lives.withColumn("_nth", nth).where(col("_nth").equalTo(1)).drop("_nth");
  }

  /**
   * Those that are to be added.
   *
   * @param there the rows of {@code cost.run_usage}
   */
  @Override
  public Dataset<Row> apply(Dataset<Row> there) {
    close();
    Dataset<Row> unknown = logged.join(there.select(columns(KEY)), KEY, "left_anti");
    Dataset<Row> found = RunUsage.unheard(unknown, there).persist();
    lacking = found;
    return found.select(columns(CostTables.RUN_USAGE.schema().fieldNames()));
  }

  /** How many of those that were given last are from which log. */
  Map<String, Long> byLog() {
    Map<String, Long> counts = new HashMap<>();
    if (lacking != null) {
      // One for each log at most.
      for (Row row : lacking.groupBy("log").count().collectAsList()) {
        counts.put(row.getString(0), row.getLong(1));
      }
    }
    return counts;
  }

  @Override
  public void close() {
    if (lacking != null) {
      lacking.unpersist();
    }
  }

  private static Column[] columns(String[] names) {
    return Arrays.stream(names).map(name -> col(name)).toArray(Column[]::new);
  }
}
