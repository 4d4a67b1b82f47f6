package io.tidemark.quality.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.jspecify.annotations.Nullable;

/** A FLOAT or DOUBLE column; -0.0 is 0.0. */
final class DoubleState extends ColumnState {
  private static final long NAN = Double.doubleToLongBits(Double.NaN);

  private final boolean single;
  private final NumberSums numbers = new NumberSums();
  private final KeyCounts keys = new KeyCounts(false);
  private final double[] block = new double[BLOCK];
  private int filled;

  DoubleState(DataType type) {
    this.single = type instanceof FloatType;
  }

  @Override
  void value(InternalRow row, int column) {
    value(single ? row.getFloat(column) : row.getDouble(column));
  }

  @Override
  void value(ColumnVector column, int row) {
    value(single ? column.getFloat(row) : column.getDouble(row));
  }

  private void value(double value) {
    if (Double.isNaN(value)) {
      numbers.addNaN();
      keys.add(NAN);
      return;
    }
    block[filled++] = value + 0.0;
    if (filled == BLOCK) {
      flush();
    }
  }

  @Override
  void flush() {
    for (int i = 0; i < filled; i++) {
      keys.add(Double.doubleToRawLongBits(block[i]));
    }
    numbers.add(block, filled);
    filled = 0;
  }

  @Override
  void mergeValues(ColumnState state) {
    DoubleState other = (DoubleState) state;
    numbers.merge(other.numbers);
    keys.merge(other.keys);
  }

  @Override
  ColumnProfile profile(Head head) {
    ColumnProfile.Numbers found = numbers.profile();
    return new ColumnProfile(
        head.name(),
        head.type(),
        head.rows(),
        head.nulls(),
        found,
        null,
        Frequent.values(keys, head, (key, name) -> text(Double.longBitsToDouble(key))),
        bound(found.min()),
        bound(found.max()));
  }

  private String text(double value) {
    return single ? Float.toString((float) value) : Double.toString(value);
  }

  private static @Nullable String bound(@Nullable Double value) {
    // The shortest text of a float may be another double.
    return value == null ? null : value.toString();
  }

  @Override
  void writeValues(DataOutput out) throws IOException {
    numbers.write(out);
    keys.write(out);
  }

  @Override
  void readValues(DataInput in) throws IOException {
    numbers.read(in);
    keys.read(in);
  }
}
