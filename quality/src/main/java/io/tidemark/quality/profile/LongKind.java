package io.tidemark.quality.profile;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.jspecify.annotations.Nullable;

/**
 * A type whose values fit a long.
 *
 * @param scale of decimals; else 0
 */
record LongKind(Of of, int precision, int scale) {
  private static final long EXACT = 1L << 53;
  private static final double[] TENS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18
  };
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT);

  enum Of {
    BOOLEAN,
    BYTE,
    SHORT,
    INT,
    LONG,
    DECIMAL,
    DATE,
    TIMESTAMP,
    TIMESTAMP_NTZ
  }

  /** The kind of a type; empty if its values do not fit. */
  static Optional<LongKind> of(DataType type) {
    if (type instanceof DecimalType decimal) {
      return DecimalType.is64BitDecimalType(decimal)
          ? Optional.of(new LongKind(Of.DECIMAL, decimal.precision(), decimal.scale()))
          : Optional.empty();
    }
    Of of = simple(type);
    return of == null ? Optional.empty() : Optional.of(new LongKind(of, 0, 0));
  }

  private static @Nullable Of simple(DataType type) {
    if (type instanceof BooleanType) {
      return Of.BOOLEAN;
    } else if (type instanceof ByteType) {
      return Of.BYTE;
    } else if (type instanceof ShortType) {
      return Of.SHORT;
    } else if (type instanceof IntegerType) {
      return Of.INT;
    } else if (type instanceof LongType) {
      return Of.LONG;
    } else if (type instanceof DateType) {
      return Of.DATE;
    } else if (type instanceof TimestampType) {
      return Of.TIMESTAMP;
    } else if (type instanceof TimestampNTZType) {
      return Of.TIMESTAMP_NTZ;
    }
    return null;
  }

  boolean isNumeric() {
    return switch (of) {
      case BYTE, SHORT, INT, LONG, DECIMAL -> true;
      case BOOLEAN, DATE, TIMESTAMP, TIMESTAMP_NTZ -> false;
    };
  }

  long value(InternalRow row, int column) {
    return switch (of) {
      case BOOLEAN -> row.getBoolean(column) ? 1 : 0;
      case BYTE -> row.getByte(column);
      case SHORT -> row.getShort(column);
      case INT, DATE -> row.getInt(column);
      case LONG, TIMESTAMP, TIMESTAMP_NTZ -> row.getLong(column);
      case DECIMAL -> row.getDecimal(column, precision, scale).toUnscaledLong();
    };
  }

  long value(ColumnVector column, int row) {
    return switch (of) {
      case BOOLEAN -> column.getBoolean(row) ? 1 : 0;
      case BYTE -> column.getByte(row);
      case SHORT -> column.getShort(row);
      case INT, DATE -> column.getInt(row);
      case LONG, TIMESTAMP, TIMESTAMP_NTZ -> column.getLong(row);
      case DECIMAL -> column.getDecimal(row, precision, scale).toUnscaledLong();
    };
  }

  /** The nearest double of a numeric value. */
  double number(long value) {
    if (scale == 0) {
      return value;
    }
    // Both are exact, so their quotient is rounded once.
    return -EXACT <= value && value <= EXACT
        ? value / TENS[scale]
        : BigDecimal.valueOf(value, scale).doubleValue();
  }

  /** As {@code sql -o csv} prints it. */
  String text(long value) {
    return switch (of) {
      case BOOLEAN -> Boolean.toString(value != 0);
      case BYTE, SHORT, INT, LONG -> Long.toString(value);
      case DECIMAL -> BigDecimal.valueOf(value, scale).toPlainString();
      case DATE -> LocalDate.ofEpochDay(value).toString();
      case TIMESTAMP -> MICROS.format(time(value)) + "Z";
      case TIMESTAMP_NTZ -> MICROS.format(time(value));
    };
  }

  private static LocalDateTime time(long micros) {
    return LocalDateTime.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC);
  }
}
