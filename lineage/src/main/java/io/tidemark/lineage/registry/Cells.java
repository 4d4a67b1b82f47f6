package io.tidemark.lineage.registry;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.Row;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The values of one row that was read from a registry table, by column name. */
final class Cells {

  private final StructType schema;
  private final List<@Nullable Object> values;

  Cells(StructType schema, List<@Nullable Object> values) {
    this.schema = schema;
    this.values = values;
  }

  static Cells of(Row row) {
    StructType schema = row.getSchema();
    List<@Nullable Object> values = new ArrayList<>(schema.length());
    for (int i = 0; i < schema.length(); i++) {
      values.add(row.isNullAt(i) ? null : value(row, i, schema.at(i).getDataType()));
    }
    return new Cells(schema, values);
  }

  private static Object value(Row row, int i, DataType type) {
    if (type instanceof StringType) {
      return row.getString(i);
    } else if (type instanceof LongType) {
      return row.getLong(i);
    } else if (type instanceof IntegerType) {
      return row.getInt(i);
    } else if (type instanceof BooleanType) {
      return row.getBoolean(i);
    } else if (type instanceof TimestampType) {
      return Instant.EPOCH.plus(row.getLong(i), ChronoUnit.MICROS);
    } else if (type instanceof ArrayType array) {
      return structs(row.getArray(i).getElements(), (StructType) array.getElementType());
    }
    ColumnVector keys = row.getMap(i).getKeys();
    ColumnVector items = row.getMap(i).getValues();
    SortedMap<String, String> map = new TreeMap<>();
    for (int k = 0; k < keys.getSize(); k++) {
      map.put(keys.getString(k), items.getString(k));
    }
    return map;
  }

  private static List<Cells> structs(ColumnVector elements, StructType type) {
    List<Cells> structs = new ArrayList<>();
    for (int e = 0; e < elements.getSize(); e++) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int f = 0; f < type.length(); f++) {
        ColumnVector field = elements.getChild(f);
        boolean text = type.at(f).getDataType() instanceof StringType;
        values.add(
            field.isNullAt(e) ? null : text ? field.getString(e) : (Object) field.getLong(e));
      }
      structs.add(new Cells(type, values));
    }
    return structs;
  }

  @Nullable Object get(String column) {
    return values.get(schema.indexOf(column));
  }

  @Nullable String text(String column) {
    return (String) get(column);
  }

  @Nullable Long number(String column) {
    return (Long) get(column);
  }

  @Nullable Integer integer(String column) {
    return (Integer) get(column);
  }

  @Nullable Instant time(String column) {
    return (Instant) get(column);
  }

  /** A column that every row of ours fills. */
  <T> T need(String column, Class<T> type) {
    return type.cast(Objects.requireNonNull(get(column), column));
  }

  String needText(String column) {
    return need(column, String.class);
  }

  /** 0 where the column is NULL. */
  int version(String column) {
    Integer version = integer(column);
    return version == null ? 0 : version;
  }

  @SuppressWarnings("unchecked")
  List<Cells> list(String column) {
    return Objects.requireNonNullElse((List<Cells>) get(column), List.of());
  }

  @SuppressWarnings("unchecked")
  SortedMap<String, String> map(String column) {
    return Objects.requireNonNullElse((SortedMap<String, String>) get(column), new TreeMap<>());
  }
}
