package io.tidemark.featurestore.pit;

import io.tidemark.featurestore.definition.AggregateFunction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.jspecify.annotations.Nullable;

/** What type an aggregation gives, and which inputs it takes. */
public final class AggregateTypes {
  private static final int PRECISION = 38;
  private static final int MORE_DIGITS = 4;
  private static final Set<DataType> INTEGERS =
      Set.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);
  private static final Set<DataType> FLOATS = Set.of(DataTypes.FloatType, DataTypes.DoubleType);

  private AggregateTypes() {}

  /**
   * The result's type; empty if the function does not take the input.
   *
   * @param input null for a count of events
   */
  public static Optional<DataType> result(AggregateFunction function, @Nullable DataType input) {
    if (input == null) {
      return function == AggregateFunction.COUNT
          ? Optional.of(DataTypes.LongType)
          : Optional.empty();
    }
    boolean comparable = Shapes.hashable(input);
    return switch (function) {
      case COUNT -> Optional.of(DataTypes.LongType);
      case COUNT_DISTINCT -> only(comparable, DataTypes.LongType);
      case SUM -> isInteger(input) ? Optional.of(DataTypes.LongType) : number(input, 0);
      case AVG -> number(input, MORE_DIGITS);
      case MIN, MAX -> only(comparable, input);
      case VARIANCE, STDDEV -> only(isNumber(input), DataTypes.DoubleType);
      case FIRST, LAST -> Optional.of(input);
      case LAST_N -> Optional.of(DataTypes.createArrayType(input));
      case TOP_K -> only(comparable, DataTypes.createArrayType(input));
    };
  }

  /** What a function takes, for a message. */
  public static String takes(AggregateFunction function) {
    return switch (function) {
      case SUM, AVG, VARIANCE, STDDEV -> "numbers";
      default -> "types that can be compared, so no maps";
    };
  }

  static boolean isInteger(DataType type) {
    return INTEGERS.contains(type);
  }

  private static boolean isNumber(DataType type) {
    return isInteger(type) || FLOATS.contains(type) || type instanceof DecimalType;
  }

  private static Optional<DataType> number(DataType input, int moreDigits) {
    if (input instanceof DecimalType decimal) {
      int scale = Math.min(decimal.scale() + moreDigits, PRECISION);
      return Optional.of(DataTypes.createDecimalType(PRECISION, scale));
    }
    return only(isNumber(input), DataTypes.DoubleType);
  }

  private static Optional<DataType> only(boolean condition, DataType type) {
    return condition ? Optional.of(type) : Optional.empty();
  }

  /**
   * A value of a type from its text, exact.
   *
   * @throws IllegalArgumentException if the text is no such value
   */
  public static Object value(String text, DataType type) {
    try {
      if (isInteger(type)) {
        return integer(new BigDecimal(text).toBigIntegerExact().longValueExact(), type);
      }
      if (type instanceof DecimalType decimal) {
        BigDecimal value = new BigDecimal(text).setScale(decimal.scale(), RoundingMode.UNNECESSARY);
        if (value.precision() > decimal.precision()) {
          throw new ArithmeticException("too many digits");
        }
        return value;
      }
      if (type.equals(DataTypes.DoubleType)) {
        return Double.valueOf(text);
      }
      if (type.equals(DataTypes.FloatType)) {
        return Float.valueOf(text);
      }
      if (type.equals(DataTypes.StringType)) {
        return text;
      }
      if (type.equals(DataTypes.BooleanType) && Set.of("true", "false").contains(text)) {
        return Boolean.valueOf(text);
      }
      if (type.equals(DataTypes.DateType)) {
        return LocalDate.parse(text);
      }
      if (type.equals(DataTypes.TimestampType)) {
        return Instant.parse(text);
      }
    } catch (ArithmeticException | DateTimeException | NumberFormatException e) {
      throw new IllegalArgumentException(text + " is no " + type.sql(), e);
    }
    throw new IllegalArgumentException(text + " is no " + type.sql());
  }

  private static Object integer(long value, DataType type) {
    long most =
        type.equals(DataTypes.LongType)
            ? Long.MAX_VALUE
            : type.equals(DataTypes.IntegerType)
                ? Integer.MAX_VALUE
                : type.equals(DataTypes.ShortType) ? Short.MAX_VALUE : Byte.MAX_VALUE;
    if (value > most || value < -most - 1) {
      throw new ArithmeticException("out of range");
    }
    return value;
  }

  static DataType element(DataType array) {
    return ((ArrayType) array).elementType();
  }
}
