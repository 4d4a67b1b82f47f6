package io.tidemark.jobs.cost.usage;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_millis;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Executors' lives beside the ids that the lines of a bill name. */
public final class NamedLives {
  /** Whether a life's application or run is named. */
  public static final String BY_RUN = "_named_by_run";

  /** Whether a life's cluster, application or run is named. */
  public static final String NAMED = "_named_at_all";

  private static final int LISTED = 1000;

  private NamedLives() {}

  /**
   * The same lives with {@link #BY_RUN} and {@link #NAMED}.
   *
   * @param lives of {@code cost.run_usage}
   * @param names one column of ids, each once
   */
  public static Dataset<Row> of(Dataset<Row> lives, Dataset<Row> names) {
    Dataset<Row> found = lives;
    for (String id : List.of("cluster_id", "app_id", "run_id")) {
      Dataset<Row> named = names.toDF(found(id));
      found = found.join(named, col(id).equalTo(col(found(id))), "left");
    }
    Column byRun = isFound("app_id").or(isFound("run_id"));
    return found
        .withColumn(BY_RUN, byRun)
        .withColumn(NAMED, byRun.or(isFound("cluster_id")))
        .drop(found("cluster_id"), found("app_id"), found("run_id"));
  }

  /** Whether a life is, at least in part, between two times. */
  public static Column during(Instant first, Instant next) {
    return col("started_at").lt(time(next)).and(col("ended_at").gt(time(first)));
  }

  /**
   * The clusters with lives between two times that nobody names, the busiest first.
   *
   * @param lives as {@link #of} marks them
   * @return {@code cluster_id, vcore_ms}, at most a thousand rows
   */
  public static Dataset<Row> unnamedClusters(Dataset<Row> lives, Instant first, Instant next) {
    Column vcoreMs =
        unix_millis(least(col("ended_at"), time(next)))
            .minus(unix_millis(greatest(col("started_at"), time(first))))
            .multiply(col("cores"));
    return lives
        .where(not(col(NAMED)).and(during(first, next)))
        .groupBy("cluster_id")
        .agg(sum(vcoreMs).as("vcore_ms"))
        .orderBy(col("vcore_ms").desc(), col("cluster_id"))
        .limit(LISTED);
  }

  private static Column time(Instant instant) {
    return lit(Timestamp.from(instant));
  }

  private static String found(String id) {
    return "_found_" + id;
  }

  private static Column isFound(String id) {
    return col(found(id)).isNotNull();
  }
}
