package io.tidemark.featurestore.pit;

import java.io.Serializable;
import java.util.Comparator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * One column of a key: its type, and where rows have it.
 *
 * <p>Values of up to 64 bits are compared and kept as {@code long}, all others as objects.
 */
record KeyColumn(DataType type, int ordinal) implements Serializable {

  /** What Spark begins a hash with. */
  static final int SEED = 42;

  /** Whether values are kept as {@code long}, in an order that is Spark's. */
  boolean isLong() {
    return type instanceof LongType
        || type instanceof IntegerType
        || type instanceof ShortType
        || type instanceof ByteType
        || type instanceof BooleanType
        || type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType
        || isSmallDecimal();
  }

  /** Whether a file's bounds are in the same numbers. */
  boolean isWholeNumber() {
    return type instanceof LongType
        || type instanceof IntegerType
        || type instanceof ShortType
        || type instanceof ByteType;
  }

  private boolean isSmallDecimal() {
    return type instanceof DecimalType decimal && decimal.precision() <= Decimal.MAX_LONG_DIGITS();
  }

  /** Whether Spark hashes values as 64 bits, not as 32. */
  boolean isHashedAsLong() {
    return type instanceof LongType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType
        || isSmallDecimal();
  }

  /** The value in a row, of a type that {@link #isLong}; not NULL. */
  long longOf(InternalRow spine) {
    if (type instanceof LongType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType) {
      return spine.getLong(ordinal);
    } else if (type instanceof IntegerType || type instanceof DateType) {
      return spine.getInt(ordinal);
    } else if (type instanceof ShortType) {
      return spine.getShort(ordinal);
    } else if (type instanceof ByteType) {
      return spine.getByte(ordinal);
    } else if (type instanceof BooleanType) {
      return spine.getBoolean(ordinal) ? 1 : 0;
    }
    DecimalType decimal = (DecimalType) type;
    return spine.getDecimal(ordinal, decimal.precision(), decimal.scale()).toUnscaledLong();
  }

  /** What Spark has for a value that is kept as {@code long}. */
  Object value(long kept) {
    if (type instanceof IntegerType || type instanceof DateType) {
      return (int) kept;
    } else if (type instanceof ShortType) {
      return (short) kept;
    } else if (type instanceof ByteType) {
      return (byte) kept;
    } else if (type instanceof BooleanType) {
      return kept == 1;
    } else if (type instanceof DecimalType decimal) {
      return Decimal.createUnsafe(kept, decimal.precision(), decimal.scale());
    }
    return kept;
  }

  /** Spark's order of values that are objects. */
  Comparator<Object> order() {
    return SparkInternals.order(type);
  }
}
