package io.tidemark.lineage;

import io.tidemark.lineage.registry.Registry;
import io.tidemark.lineage.registry.Storage;
import io.tidemark.lineage.registry.Trouble;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The files of one table's folder: what they are, byte for byte, and rows that a run freezes beside
 * the table, as plain Parquet in {@code <table>/_spine/<run id>}. Delta leaves such folders alone,
 * VACUUM too.
 */
public final class TableFiles {

  /** The folder of frozen rows; one in it for each run. */
  static final String FROZEN = "_spine";

  private final SparkSession spark;
  private final Registry registry;
  private final Storage storage;
  private final String table;
  private final String runId;

  TableFiles(SparkSession spark, Registry registry, Storage storage, String table, String runId) {
    this.spark = spark;
    this.registry = registry;
    this.storage = storage;
    this.table = table;
    this.runId = runId;
  }

  /**
   * Writes rows beside the table.
   *
   * @return the path of what was written, relative to the table's folder
   */
  public String freeze(Dataset<Row> rows) {
    String path = FROZEN + "/" + runId;
    try {
      rows.write()
          .mode(SaveMode.Overwrite)
          .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
          .parquet(full(path));
      return path;
    } catch (RuntimeException e) {
      throw Trouble.refusalOr(e, full(path));
    }
  }

  /** The rows of files that {@link #freeze} has written; of no other that lies beside them. */
  public Dataset<Row> frozen(List<String> files) {
    return spark.read().parquet(files.stream().map(this::full).toArray(String[]::new));
  }

  /** Removes what this run has frozen. */
  public void thaw() {
    storage.deleteFolder(table + "/" + FROZEN + "/" + runId);
    storage.deleteIfEmpty(table + "/" + FROZEN);
    storage.deleteIfEmpty(table);
  }

  /** Removes what runs have frozen that have ended and left no table. */
  void thawLeftovers() {
    for (String run : storage.list(table + "/" + FROZEN)) {
      if (!run.equals(runId) && !registry.isRunning(run)) {
        storage.deleteFolder(table + "/" + FROZEN + "/" + run);
      }
    }
  }

  /** The files in a folder, relative to the table's. */
  public List<String> in(String path) {
    return storage.list(table + "/" + path).stream().sorted().map(n -> path + "/" + n).toList();
  }

  /** Reads files whole, in tasks. */
  public List<FileSum> sums(List<String> paths) {
    if (paths.isEmpty()) {
      return List.of();
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    FileSums sums =
        new FileSums(
            storage.path(table),
            context.broadcast(new SerializableConfiguration(storage.configuration())));
    return context
        .parallelize(paths, paths.size())
        .map(sums)
        .collect(); // one for each of the paths given
  }

  private String full(String path) {
    return storage.path(table + "/" + path);
  }
}
