package io.tidemark.featurestore.pit;

import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The key of the spine row that is looked up at present. */
final class SpineKey {
  private final KeyColumn[] columns;
  private final boolean[] isLong;
  private final @Nullable Comparator<Object>[] orders;
  private final long[] longs;
  private final @Nullable Object[] objects;
  private boolean set;

  @SuppressWarnings({"unchecked", "rawtypes"}) // There are no arrays of generic types.
  SpineKey(List<KeyColumn> columns) {
    this.columns = columns.toArray(new KeyColumn[0]);
    this.isLong = new boolean[this.columns.length];
    this.orders = new Comparator[this.columns.length];
    this.longs = new long[this.columns.length];
    this.objects = new Object[this.columns.length];
    for (int i = 0; i < this.columns.length; i++) {
      isLong[i] = this.columns[i].isLong();
      orders[i] = isLong[i] ? null : this.columns[i].order();
    }
  }

  /** Whether no part of a row's key is NULL. */
  boolean isWhole(InternalRow spine) {
    for (KeyColumn column : columns) {
      if (spine.isNullAt(column.ordinal())) {
        return false;
      }
    }
    return true;
  }

  /** Takes a row's key, which {@link #isWhole}; whether it is another one than before. */
  boolean take(InternalRow spine) {
    boolean other = !set;
    for (int i = 0; i < columns.length; i++) {
      if (isLong[i]) {
        long value = columns[i].longOf(spine);
        other |= value != longs[i];
        longs[i] = value;
      } else {
        Object before = objects[i];
        Object value = spine.get(columns[i].ordinal(), columns[i].type());
        if (before == null || order(i).compare(before, value) != 0) {
          other = true;
          objects[i] = InternalRow.copyValue(value);
        }
      }
    }
    set = true;
    return other;
  }

  /** Compares the key with that of another row, which has it in other columns. */
  int compare(InternalRow row, List<KeyColumn> there) {
    for (int i = 0; i < columns.length; i++) {
      KeyColumn column = there.get(i);
      int step =
          isLong[i]
              ? Long.compare(longs[i], column.longOf(row))
              : order(i).compare(objectAt(i), row.get(column.ordinal(), column.type()));
      if (step != 0) {
        return step;
      }
    }
    return 0;
  }

  /** The key as JSON, for a message. */
  String json(StructType type) {
    Object[] values = new Object[columns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = isLong[i] ? columns[i].value(longs[i]) : objectAt(i);
    }
    return SparkInternals.json(new GenericInternalRow(values), type);
  }

  long longAt(int column) {
    return longs[column];
  }

  Object objectAt(int column) {
    Object value = objects[column];
    if (value == null) {
      throw new IllegalStateException("no key was taken");
    }
    return value;
  }

  private Comparator<Object> order(int column) {
    Comparator<Object> order = orders[column];
    if (order == null) {
      throw new IllegalStateException("the column is kept as numbers");
    }
    return order;
  }
}
