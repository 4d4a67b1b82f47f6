package io.tidemark.lineage;

import io.tidemark.lineage.definition.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns that a table gains: nullable ones, after those that it has. */
final class DeltaColumns {

  private DeltaColumns() {}

  /** Adds what is missing in one commit, tagged with {@code metadata}; none if nothing is. */
  static void add(DeltaLog log, TableRef table, StructType columns, String metadata) {
    OptimisticTransaction transaction = log.startTransaction();
    Metadata before = transaction.metadata();
    StructType there = before.schema();
    StructType wider = there;
    for (StructField column : columns.fields()) {
      Optional<StructField> known =
          Arrays.stream(there.fields())
              .filter(field -> field.name().equalsIgnoreCase(column.name()))
              .findFirst();
      if (known.isEmpty()) {
        wider = wider.add(column.name(), column.dataType(), true);
      } else if (!Columns.equal(known.get().dataType(), column.dataType())) {
        throw changed(table, known.get(), column);
      }
    }
    if (wider.length() == there.length()) {
      return;
    }
    transaction.updateMetadata(
        before.copy(
            before.id(),
            before.name(),
            before.description(),
            before.format(),
            wider.asNullable().json(),
            before.partitionColumns(),
            before.configuration(),
            before.createdTime()),
        true);
    transaction.commit(
        ScalaInterop.seq(List.of()),
        ScalaInterop.write(
            SaveMode.Append, ScalaInterop.list(before.partitionColumns()), metadata));
  }

  private static Refusal changed(TableRef table, StructField known, StructField column) {
    return Refusal.of(
        "TYPE_CHANGED",
        null,
        "column `%s` of %s has type %s, and the rows to add have %s"
            .formatted(
                known.name(), table, Columns.sql(known.dataType()), Columns.sql(column.dataType())),
        "give the column the type that it had, or another name; a table's columns keep their"
            + " types");
  }
}
