package io.tidemark.jobs;

import io.tidemark.jobs.definition.CsvWriter;
import io.tidemark.jobs.definition.Output;
import io.tidemark.jobs.definition.TextTable;
import io.tidemark.lineage.ScalaInterop;
import io.tidemark.lineage.SqlValues;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.ValueJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A query's rows as csv, json or a table, in constant memory. */
final class SqlForms {

  /** As many rows as a table for people shows. */
  static final int SHOWN = 1000;

  private SqlForms() {}

  /**
   * Writes the rows.
   *
   * @return false if a table leaves rows out
   */
  static boolean write(Dataset<Row> query, Output form, Writer out) {
    StructField[] fields = query.schema().fields();
    try {
      switch (form) {
        case CSV -> csv(query, fields, out);
        case JSON -> json(query, fields, out);
        case TABLE -> {
          return table(query, fields, out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return true;
  }

  /** Refuses columns that one JSON object cannot hold: two of a name. */
  static void checkNames(StructType schema, boolean top) {
    Set<String> names = new HashSet<>();
    for (StructField field : schema.fields()) {
      if (top && !names.add(field.name())) {
        throw Refusal.of(
            "DUPLICATE_COLUMN",
            null,
            "two columns are named '" + field.name() + "', and a JSON object holds one",
            "name one of them with AS");
      }
      nested(field.dataType());
    }
  }

  private static void nested(DataType type) {
    if (type instanceof StructType struct) {
      checkNames(struct, true);
    } else if (type instanceof ArrayType array) {
      nested(array.elementType());
    } else if (type instanceof MapType map) {
      nested(map.valueType());
    }
  }

  private static void csv(Dataset<Row> query, StructField[] fields, Writer out) {
    CsvWriter csv = new CsvWriter(out);
    csv.line(names(fields));
    ScalaInterop.rows(query, row -> csv.line(texts(row, fields)));
  }

  private static void json(Dataset<Row> query, StructField[] fields, Writer out)
      throws IOException {
    out.write('[');
    Consumer<InternalRow> each =
        new Consumer<>() {
          private String before = "\n";

          @Override
          public void accept(InternalRow row) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            for (int i = 0; i < fields.length; i++) {
              object.put(fields[i].name(), SqlValues.value(row, i, fields[i].dataType()));
            }
            try {
              out.append(before).append(ValueJson.compact(object));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            before = ",\n";
          }
        };
    ScalaInterop.rows(query, each);
    out.write("\n]\n");
  }

  private static boolean table(Dataset<Row> query, StructField[] fields, Writer out)
      throws IOException {
    List<Boolean> right = new ArrayList<>();
    for (StructField field : fields) {
      right.add(field.dataType() instanceof NumericType);
    }
    TextTable table = new TextTable(names(fields), right);
    int[] rows = {0};
    ScalaInterop.rows(
        query.limit(SHOWN + 1),
        row -> {
          if (rows[0]++ < SHOWN) {
            table.row(texts(row, fields));
          }
        });
    out.write(table.text());
    return rows[0] <= SHOWN;
  }

  private static List<String> names(StructField[] fields) {
    List<String> names = new ArrayList<>(fields.length);
    for (StructField field : fields) {
      names.add(field.name());
    }
    return names;
  }

  private static List<@Nullable String> texts(InternalRow row, StructField[] fields) {
    List<@Nullable String> texts = new ArrayList<>(fields.length);
    for (int i = 0; i < fields.length; i++) {
      texts.add(ValueJson.text(SqlValues.value(row, i, fields[i].dataType())));
    }
    return texts;
  }
}
