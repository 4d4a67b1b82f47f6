package io.tidemark.jobs.cost.usage;

import static org.apache.spark.sql.functions.col;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.usage.ExecutorLife.Source;
import io.tidemark.lineage.Run;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What ran when. */
public final class RunUsage {

  private RunUsage() {}

  /**
   * The rows of {@code cost.run_usage}, with its columns. Where our listener has told of an
   * application, what a log says of it does not count.
   *
   * @throws io.tidemark.lineage.definition.Refusal if the table is missing
   */
  public static Dataset<Row> read(Run run) {
    Dataset<Row> all = run.read(run.pin(CostTables.RUN_USAGE.ref()));
    Dataset<Row> logged = all.where(isFrom(Source.EVENT_LOG));
    return all.where(isFrom(Source.LISTENER)).unionByName(unheard(logged, all));
  }

  /** Those of some rows whose applications our listener has not told of in others. */
  static Dataset<Row> unheard(Dataset<Row> rows, Dataset<Row> all) {
    Dataset<Row> heard =
        all.where(isFrom(Source.LISTENER)).select(col("app_id").as("_heard")).distinct();
    return rows.join(heard, col("app_id").equalTo(col("_heard")), "left_anti");
  }

  private static Column isFrom(Source source) {
    return col("source").equalTo(ExecutorLives.word(source));
  }
}
