package io.tidemark.lineage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.FileAction;
import org.apache.spark.sql.delta.sources.DeltaSQLConf;

/**
 * Replaces named files of a version by files with the same rows. Delta commits that if all of them
 * are still there, whatever was appended meanwhile.
 */
final class DeltaRewrite {
  private final OptimisticTransaction transaction;
  private final List<AddFile> replaced;

  private DeltaRewrite(OptimisticTransaction transaction, List<AddFile> replaced) {
    this.transaction = transaction;
    this.replaced = replaced;
  }

  /**
   * @param paths of files, relative to the table's folder
   */
  static DeltaRewrite of(DeltaLog log, long version, Set<String> paths) {
    OptimisticTransaction transaction = ScalaInterop.transaction(log, version);
    List<AddFile> replaced = new ArrayList<>();
    // The log's entries, files and not rows, as Delta itself does.
    for (AddFile file : transaction.snapshot().allFiles().collectAsList()) {
      if (paths.contains(file.toPath().toString())) {
        replaced.add(file);
      }
    }
    return new DeltaRewrite(transaction, replaced);
  }

  /** Writes the rows of the files as arranged and commits, tagged with {@code metadata}. */
  void commit(UnaryOperator<Dataset<Row>> arranged, String metadata) {
    Dataset<Row> rows = ScalaInterop.rows(transaction, replaced);
    List<Action> actions = new ArrayList<>();
    for (FileAction written :
        ScalaInterop.writeFiles(transaction, arranged.apply(rows), DeltaWriter.FILES)) {
      actions.add(unchanged((AddFile) written));
    }
    long now = System.currentTimeMillis();
    replaced.forEach(file -> actions.add(file.removeWithTimestamp(now, false)));
    String key = DeltaSQLConf.DELTA_USER_METADATA().key();
    rows.sparkSession().conf().set(key, metadata);
    try {
      transaction.commit(ScalaInterop.seq(actions), ScalaInterop.optimize());
    } finally {
      rows.sparkSession().conf().unset(key);
    }
  }

  /** The table's rows are the same with the file as before. */
  private static AddFile unchanged(AddFile file) {
    return file.copy(
        file.path(),
        file.partitionValues(),
        file.size(),
        file.modificationTime(),
        false,
        file.stats(),
        file.tags(),
        file.deletionVector(),
        file.baseRowId(),
        file.defaultRowCommitVersion(),
        file.clusteringProvider());
  }
}
