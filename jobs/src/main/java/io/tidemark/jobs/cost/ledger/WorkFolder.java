package io.tidemark.jobs.cost.ledger;

import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.registry.RunRow;
import io.tidemark.lineage.registry.Storage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A folder in the run's own, for what is computed once and read more than once. It is gone when the
 * work is done or has failed.
 */
final class WorkFolder implements AutoCloseable {
  private static final String NAME = "/work";

  /** Small enough that a file feeds several tasks. */
  private static final int ROW_GROUP_BYTES = 8 << 20;

  private static final int TASKS_PER_CORE = 4;

  private final SparkSession spark;
  private final Storage storage;
  private final String folder;

  private WorkFolder(SparkSession spark, Storage storage, String runId) {
    this.spark = spark;
    this.storage = storage;
    this.folder = relative(runId);
  }

  /** Opens the folder of a run, and removes those of runs of this verb that were killed. */
  static WorkFolder open(Run run, Project project, String verb) {
    Storage storage = new Storage(run.spark().sessionState().newHadoopConf(), project.warehouse());
    run.warehouse().registry().runs().stream()
        .filter(each -> each.state() == RunRow.State.LOST && each.verb().equals(verb))
        .forEach(each -> storage.deleteFolder(relative(each.runId())));
    // Lines cost unequal work: many tasks even it out.
    run.spark()
        .conf()
        .set(
            "spark.sql.files.minPartitionNum",
            TASKS_PER_CORE * run.spark().sparkContext().defaultParallelism());
    return new WorkFolder(run.spark(), storage, run.id());
  }

  /** Writes rows down under a name of their own; what comes back reads them from there. */
  Dataset<Row> keep(String name, Dataset<Row> rows) {
    String path = storage.path(folder + "/" + name);
    rows.write()
        .option("compression", "lz4_raw")
        .option("parquet.block.size", ROW_GROUP_BYTES)
        .parquet(path);
    return spark.read().schema(rows.schema()).parquet(path);
  }

  /** Removes what one piece of work has kept. */
  void clear() {
    storage.deleteFolder(folder);
  }

  @Override
  public void close() {
    clear();
  }

  private static String relative(String runId) {
    return "_runs/" + runId + NAME;
  }
}
