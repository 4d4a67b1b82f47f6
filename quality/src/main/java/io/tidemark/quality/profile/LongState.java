package io.tidemark.quality.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.jspecify.annotations.Nullable;

/** A column whose values fit a long: integers, booleans, dates, times and short decimals. */
final class LongState extends ColumnState {
  private final LongKind kind;
  private final @Nullable NumberSums numbers;
  private final KeyCounts keys = new KeyCounts(false);
  private final long[] block = new long[BLOCK];
  private final double[] doubles;
  private int filled;
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;

  LongState(LongKind kind) {
    this.kind = kind;
    this.numbers = kind.isNumeric() ? new NumberSums() : null;
    this.doubles = new double[kind.isNumeric() ? BLOCK : 0];
  }

  @Override
  void value(InternalRow row, int column) {
    value(kind.value(row, column));
  }

  @Override
  void value(ColumnVector column, int row) {
    value(kind.value(column, row));
  }

  private void value(long value) {
    block[filled++] = value;
    if (filled == BLOCK) {
      flush();
    }
  }

  @Override
  void flush() {
    for (int i = 0; i < filled; i++) {
      long value = block[i];
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
      keys.add(value);
    }
    if (numbers != null) {
      for (int i = 0; i < filled; i++) {
        doubles[i] = kind.number(block[i]);
      }
      numbers.add(doubles, filled);
    }
    filled = 0;
  }

  @Override
  void mergeValues(ColumnState state) {
    LongState other = (LongState) state;
    least = Math.min(least, other.least);
    greatest = Math.max(greatest, other.greatest);
    keys.merge(other.keys);
    if (numbers != null && other.numbers != null) {
      numbers.merge(other.numbers);
    }
  }

  @Override
  ColumnProfile profile(Head head) {
    boolean some = least <= greatest;
    return new ColumnProfile(
        head.name(),
        head.type(),
        head.rows(),
        head.nulls(),
        numbers == null ? null : numbers.profile(),
        null,
        Frequent.values(keys, head, (key, name) -> kind.text(key)),
        some ? kind.text(least) : null,
        some ? kind.text(greatest) : null);
  }

  @Override
  void writeValues(DataOutput out) throws IOException {
    out.writeLong(least);
    out.writeLong(greatest);
    keys.write(out);
    if (numbers != null) {
      numbers.write(out);
    }
  }

  @Override
  void readValues(DataInput in) throws IOException {
    least = in.readLong();
    greatest = in.readLong();
    keys.read(in);
    if (numbers != null) {
      numbers.read(in);
    }
  }
}
