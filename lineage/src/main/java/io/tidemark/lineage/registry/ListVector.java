package io.tidemark.lineage.registry;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Kernel column over Java values: a struct is a list, a timestamp an Instant. */
final class ListVector implements ColumnVector {

  private final DataType type;
  private final List<?> values;

  ListVector(DataType type, List<?> values) {
    this.type = type;
    this.values = values;
  }

  /** One column of rows that are lists. */
  static ListVector column(DataType type, List<? extends @Nullable List<?>> rows, int ordinal) {
    List<@Nullable Object> column = new ArrayList<>(rows.size());
    for (List<?> row : rows) {
      column.add(row == null ? null : row.get(ordinal));
    }
    return new ListVector(type, column);
  }

  @Override
  public DataType getDataType() {
    return type;
  }

  @Override
  public int getSize() {
    return values.size();
  }

  @Override
  public void close() {}

  @Override
  public boolean isNullAt(int row) {
    return values.get(row) == null;
  }

  @Override
  public boolean getBoolean(int row) {
    return (Boolean) values.get(row);
  }

  @Override
  public int getInt(int row) {
    return (Integer) values.get(row);
  }

  @Override
  public long getLong(int row) {
    Object value = values.get(row);
    return type instanceof TimestampType
        ? ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) value)
        : (Long) value;
  }

  @Override
  public String getString(int row) {
    return (String) values.get(row);
  }

  @Override
  public MapValue getMap(int row) {
    Map<?, ?> map = (Map<?, ?>) values.get(row);
    MapType mapType = (MapType) type;
    ColumnVector keys = new ListVector(mapType.getKeyType(), new ArrayList<>(map.keySet()));
    ColumnVector items = new ListVector(mapType.getValueType(), new ArrayList<>(map.values()));
    return new MapValue() {
      @Override
      public int getSize() {
        return map.size();
      }

      @Override
      public ColumnVector getKeys() {
        return keys;
      }

      @Override
      public ColumnVector getValues() {
        return items;
      }
    };
  }

  @Override
  public ArrayValue getArray(int row) {
    List<?> list = (List<?>) values.get(row);
    ColumnVector elements = new ListVector(((ArrayType) type).getElementType(), list);
    return new ArrayValue() {
      @Override
      public int getSize() {
        return list.size();
      }

      @Override
      public ColumnVector getElements() {
        return elements;
      }
    };
  }

  @Override
  @SuppressWarnings("unchecked")
  public ColumnVector getChild(int ordinal) {
    StructType struct = (StructType) type;
    return column(struct.at(ordinal).getDataType(), (List<List<?>>) values, ordinal);
  }
}
