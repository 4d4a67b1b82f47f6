package io.tidemark.featurestore.pit;

import java.util.Comparator;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatchRow;
import org.jspecify.annotations.Nullable;

/** A key column of text, bytes, wide decimals or floating-point numbers. */
final class ObjectKeys extends BatchKeys {
  private final DataType type;
  private final Comparator<Object> order;
  private final int position;
  private @Nullable ColumnarBatchRow batch;
  private @Nullable Object kept;

  ObjectKeys(KeyColumn column, int position) {
    this.type = column.type();
    this.order = column.order();
    this.position = position;
  }

  @Override
  void load(ColumnVector column, int rows) {
    batch = new ColumnarBatchRow(new ColumnVector[] {column});
  }

  private Object at(int row) {
    ColumnarBatchRow values = Objects.requireNonNull(batch);
    values.rowId = row;
    return values.get(0, type);
  }

  @Override
  void keep(int row) {
    kept = InternalRow.copyValue(at(row));
  }

  @Override
  int compareKept(int row) {
    return order.compare(Objects.requireNonNull(kept), at(row));
  }

  @Override
  int compare(int row, int other) {
    return order.compare(at(row), at(other));
  }

  @Override
  int compare(int row, SpineKey key) {
    return order.compare(at(row), key.objectAt(position));
  }

  @Override
  int hash(int row, int seed) {
    return SparkInternals.hash(at(row), type, seed);
  }
}
