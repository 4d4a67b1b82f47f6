package io.tidemark.lineage;

import static io.tidemark.lineage.DeltaWriter.CONSTRAINT;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.OptimisticTransaction;

/**
 * Makes an empty table with all properties that are asked for. Delta's own writer keeps those that
 * begin with {@code delta.} alone, and hands all of them to the Parquet writer.
 */
final class DeltaCreation {

  private DeltaCreation() {}

  static void commit(DeltaLog log, TableSpec spec, String metadata) {
    Map<String, String> properties = new TreeMap<>(spec.properties());
    spec.checks().forEach((name, check) -> properties.put(CONSTRAINT + name, check));
    OptimisticTransaction transaction = log.startTransaction();
    transaction.updateMetadataForNewTable(
        ScalaInterop.table(spec.schema(), spec.partitionBy(), properties));
    transaction.commit(
        ScalaInterop.seq(List.of()),
        ScalaInterop.write(SaveMode.ErrorIfExists, spec.partitionBy(), metadata));
  }
}
