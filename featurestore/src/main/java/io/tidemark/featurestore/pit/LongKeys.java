package io.tidemark.featurestore.pit;

import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;

/** A key column whose values are compared as {@code long}. */
final class LongKeys extends BatchKeys {
  private final DataType type;
  private final boolean hashedAsLong;
  private final int position;
  private long[] values = new long[0];
  private long kept;

  LongKeys(KeyColumn column, int position) {
    this.type = column.type();
    this.hashedAsLong = column.isHashedAsLong();
    this.position = position;
  }

  @Override
  void load(ColumnVector column, int rows) {
    boolean storedAsLong =
        hashedAsLong
            && !(type instanceof DecimalType decimal
                && decimal.precision() <= Decimal.MAX_INT_DIGITS());
    if (storedAsLong) {
      values = column.getLongs(0, rows);
      return;
    }
    if (values.length < rows) {
      values = new long[rows];
    }
    if (type instanceof BooleanType) {
      for (int i = 0; i < rows; i++) {
        values[i] = column.getBoolean(i) ? 1 : 0;
      }
    } else if (type instanceof ByteType) {
      for (int i = 0; i < rows; i++) {
        values[i] = column.getByte(i);
      }
    } else if (type instanceof ShortType) {
      for (int i = 0; i < rows; i++) {
        values[i] = column.getShort(i);
      }
    } else {
      for (int i = 0; i < rows; i++) {
        values[i] = column.getInt(i);
      }
    }
  }

  /** Of each row of the batch the value, and more. */
  long[] values() {
    return values;
  }

  @Override
  void keep(int row) {
    kept = values[row];
  }

  @Override
  int compareKept(int row) {
    return Long.compare(kept, values[row]);
  }

  @Override
  int compare(int row, int other) {
    return Long.compare(values[row], values[other]);
  }

  @Override
  int compare(int row, SpineKey key) {
    return Long.compare(values[row], key.longAt(position));
  }

  @Override
  int hash(int row, int seed) {
    return hashedAsLong
        ? Murmur3_x86_32.hashLong(values[row], seed)
        : Murmur3_x86_32.hashInt((int) values[row], seed);
  }
}
