package io.tidemark.lineage;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Adds rows to the newest version of a table under an ordinal. Delta's own writer would replay the
 * whole log to see whether the ordinal is taken, two seconds of a small job; the caller looks it
 * up.
 */
final class DeltaAppend {
  private final OptimisticTransaction transaction;
  private final String application;

  /**
   * @param application whose ordinals these are; if another writer commits one of them, so that
   *     this commit would come second, it is refused
   */
  DeltaAppend(DeltaLog log, String application) {
    this.transaction = ScalaInterop.transaction(log, application);
    this.application = application;
  }

  /** The version that the rows come after. */
  long after() {
    return transaction.readVersion();
  }

  /** Writes and commits the rows, tagged with {@code metadata}. */
  void commit(Dataset<Row> rows, long ordinal, String metadata) {
    StructType columns = transaction.metadata().schema();
    if (!DataType.equalsIgnoreNullability(columns, rows.schema())) {
      throw new IllegalArgumentException(
          "rows of " + rows.schema().catalogString() + " for " + columns.catalogString());
    }
    List<Action> actions = new ArrayList<>();
    actions.add(ScalaInterop.ordinal(application, ordinal));
    actions.addAll(ScalaInterop.writeFiles(transaction, rows, DeltaWriter.FILES));
    List<String> partitions = ScalaInterop.list(transaction.metadata().partitionColumns());
    transaction.commit(
        ScalaInterop.seq(actions), ScalaInterop.write(SaveMode.Append, partitions, metadata));
  }
}
