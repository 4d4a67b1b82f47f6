package io.tidemark.quality.store;

import io.tidemark.quality.definition.Check.Expected;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns as {@code sample_keys} of a schema rule hold them: one DDL line each, in order. */
final class SchemaLines {

  private SchemaLines() {}

  static List<String> write(StructType columns) {
    return Arrays.stream(columns.fields()).map(field -> plain(field).toDDL()).toList();
  }

  static List<Expected> read(List<String> lines) {
    StructType columns = StructType.fromDDL(String.join(", ", lines));
    return Arrays.stream(columns.fields())
        .map(field -> new Expected(field.name(), field.dataType().sql()))
        .toList();
  }

  /** Nullability and comments are no part of what a rule compares. */
  private static StructField plain(StructField field) {
    return new StructField(field.name(), field.dataType().asNullable(), true, Metadata.empty());
  }
}
