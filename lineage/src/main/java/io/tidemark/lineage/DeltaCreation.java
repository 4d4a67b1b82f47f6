package io.tidemark.lineage;

import static io.tidemark.lineage.DeltaWriter.CONSTRAINT;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Format;
import org.apache.spark.sql.delta.actions.Metadata;
import scala.Option;

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
        new Metadata(
            UUID.randomUUID().toString(),
            null,
            null,
            new Format("parquet", ScalaInterop.map(Map.of())),
            spec.schema().asNullable().json(),
            ScalaInterop.seq(spec.partitionBy()),
            ScalaInterop.map(properties),
            Option.apply((Object) System.currentTimeMillis())));
    transaction.commit(
        ScalaInterop.seq(List.of()),
        new DeltaOperations.Write(
            SaveMode.ErrorIfExists,
            Option.apply(ScalaInterop.seq(spec.partitionBy())),
            Option.empty(),
            Option.apply(metadata)));
  }
}
