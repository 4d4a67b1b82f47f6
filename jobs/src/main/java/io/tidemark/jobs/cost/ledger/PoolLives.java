package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which lives a pool has to know of. */
final class PoolLives {
  /** The pool that a life is of: named otherwise than at its lines, which it is joined with. */
  static final String OF = "_of";

  private static final String IN = "_in";
  private static final String NAME = "_name";

  private PoolLives() {}

  /**
   * The lives of every cluster's executors that a window of one of its lines can reach, and those
   * of the runs that its lines name; a life once per pool.
   *
   * @param lines with {@link Placing#POOL}
   * @return the lives, and in {@link #OF} their pool
   */
  static Dataset<Row> of(Dataset<Row> lines, Dataset<Row> lives) {
    Dataset<Row> pools =
        lines
            .groupBy(col(Placing.POOL).as(OF), col(Placing.CLUSTER).as(IN))
            .agg(ChargeMonths.FIRST.as("_first"), ChargeMonths.NEXT.as("_last"));
    Column reached =
        lives
            .col("cluster_id")
            .equalTo(pools.col(IN))
            .and(lives.col("started_at").lt(pools.col("_last")))
            .and(lives.col("ended_at").gt(pools.col("_first")));
    Dataset<Row> own = lives.join(pools, reached).drop(IN, "_first", "_last");
    Dataset<Row> foreign =
        named(lines, lives, Placing.POOL)
            .join(pools.select(col(OF).as("_pool_of"), col(IN)), col(OF).equalTo(col("_pool_of")))
            .where(col("cluster_id").notEqual(col(IN)))
            .drop("_pool_of", IN);
    return own.unionByName(foreign);
  }

  /**
   * The lives of the runs that lines name, by the application's id or the run's.
   *
   * @param key the column that tells pools apart
   */
  static Dataset<Row> named(Dataset<Row> lines, Dataset<Row> lives, String key) {
    Dataset<Row> names =
        lines
            .where(col(Placing.NAMED).isNotNull())
            .select(col(key).as(OF), col(Placing.NAMED).as(NAME))
            .distinct();
    Dataset<Row> byApp = lives.join(names, lives.col("app_id").equalTo(names.col(NAME)));
    Dataset<Row> byRun =
        lives.join(
            names,
            lives
                .col("run_id")
                .equalTo(names.col(NAME))
                .and(lives.col("app_id").notEqual(names.col(NAME))));
    return byApp.unionByName(byRun).drop(NAME);
  }
}
