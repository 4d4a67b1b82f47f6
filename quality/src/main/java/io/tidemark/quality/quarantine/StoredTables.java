package io.tidemark.quality.quarantine;

import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.Warehouse;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Tables of a warehouse as they are now. */
@FunctionalInterface
public interface StoredTables {

  /** A table's rows; empty if nobody has made it yet. */
  Optional<Dataset<Row>> rows(TableRef table);

  /** Those that a run reads; it records each. */
  static StoredTables of(Run run) {
    return table ->
        run.warehouse().exists(table) ? Optional.of(run.read(run.repin(table))) : Optional.empty();
  }

  /** Those that are only shown, by no run. */
  static StoredTables shown(SparkSession spark, Warehouse warehouse) {
    return table ->
        warehouse.exists(table)
            ? Optional.of(spark.read().format("delta").load(warehouse.location(table)))
            : Optional.empty();
  }
}
