package io.tidemark.quality.engine;

import static org.apache.spark.sql.functions.lit;

import io.tidemark.lineage.Columns;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegralType;

/** Values of a suite, which are text, read as the type of the column that they are compared to. */
final class TypedText {
  private static final BigDecimal TINY = new BigDecimal("1E-100");

  /** No number of a column has as many digits before or after its point. */
  private static final int DIGITS = 1000;

  private TypedText() {}

  /**
   * A value as a literal.
   *
   * @throws UnfitRuleException if it is no value of the type
   */
  static Column literal(DataType type, String text) {
    try {
      if (type instanceof IntegralType) {
        return lit(integer(type, text)).cast(type);
      } else if (type instanceof DecimalType decimal) {
        BigDecimal number = small(text).setScale(decimal.scale(), RoundingMode.UNNECESSARY);
        if (number.precision() <= decimal.precision()) {
          return lit(number);
        }
      } else if (Specials.isFloating(type)) {
        return floating(type, text);
      } else if (DataTypes.StringType.equals(type)) {
        return lit(text);
      } else if (DataTypes.BooleanType.equals(type)) {
        if (text.equals("true") || text.equals("false")) {
          return lit(Boolean.parseBoolean(text));
        }
      } else if (DataTypes.DateType.equals(type)) {
        return lit(LocalDate.parse(text));
      } else if (DataTypes.TimestampType.equals(type)) {
        return lit(instant(text));
      } else {
        throw new UnfitRuleException(
            "TYPE_UNFIT", "values cannot be given for a column of type " + Columns.sql(type));
      }
    } catch (ArithmeticException | NumberFormatException | DateTimeException e) {
      throw unreadable(type, text);
    }
    throw unreadable(type, text);
  }

  /**
   * Whether values are at least a bound, or at most.
   *
   * @throws UnfitRuleException if the bound is no value, or the type has no bounds
   */
  static Column within(Column column, DataType type, String bound, boolean lower) {
    try {
      if (type instanceof IntegralType) {
        BigDecimal exact = small(bound).setScale(0, inwards(lower));
        return exact.toBigInteger().bitLength() >= Long.SIZE
            ? beyond(exact, lower)
            : compared(column.cast(DataTypes.LongType), lit(exact.longValueExact()), lower);
      } else if (type instanceof DecimalType decimal) {
        BigDecimal exact = small(bound).setScale(decimal.scale(), inwards(lower));
        return exact.precision() > decimal.precision()
            ? beyond(exact, lower)
            : compared(column, lit(exact), lower);
      } else if (Specials.isFloating(type)) {
        Column wide = column.cast(DataTypes.DoubleType);
        return compared(wide, floating(type, bound).cast(DataTypes.DoubleType), lower);
      } else if (DataTypes.DateType.equals(type) || DataTypes.TimestampType.equals(type)) {
        return compared(column, literal(type, bound), lower);
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw unreadable(type, bound);
    }
    throw new UnfitRuleException(
        "TYPE_UNFIT", "a column of type " + Columns.sql(type) + " has no range");
  }

  private static RoundingMode inwards(boolean lower) {
    return lower ? RoundingMode.CEILING : RoundingMode.FLOOR;
  }

  /** What a bound means that no value of the type reaches. */
  private static Column beyond(BigDecimal bound, boolean lower) {
    return lit(lower == bound.signum() < 0);
  }

  private static Column compared(Column value, Column bound, boolean lower) {
    return lower ? value.geq(bound) : value.leq(bound);
  }

  private static long integer(DataType type, String text) {
    long number = small(text).longValueExact();
    long bits = 8L * type.defaultSize();
    if (bits < Long.SIZE && (number >> (bits - 1)) != (number >> (Long.SIZE - 1))) {
      throw new ArithmeticException("beyond the type");
    }
    return number;
  }

  /** A number without the zeros that would fill the memory: 1E+999999999. */
  private static BigDecimal small(String text) {
    BigDecimal number = new BigDecimal(text.strip());
    long digits = (long) number.precision() - number.scale();
    if (digits > DIGITS) {
      return BigDecimal.TEN.pow(DIGITS).multiply(BigDecimal.valueOf(number.signum()));
    }
    return digits < -DIGITS ? TINY.multiply(BigDecimal.valueOf(number.signum())) : number;
  }

  private static Column floating(DataType type, String text) {
    double number =
        switch (text.strip().toLowerCase(Locale.ROOT)) {
          case "infinity", "+infinity", ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
          case "-infinity", "-.inf" -> Double.NEGATIVE_INFINITY;
          case "nan", ".nan" -> Double.NaN;
          default -> new BigDecimal(text.strip()).doubleValue();
        };
    return type instanceof FloatType && Double.isFinite(number)
        ? lit(new BigDecimal(text.strip()).floatValue())
        : lit(number).cast(type);
  }

  private static Instant instant(String text) {
    String time = text.strip().replace(' ', 'T');
    return time.length() == 10
        ? LocalDate.parse(time).atStartOfDay().toInstant(ZoneOffset.UTC)
        : OffsetDateTime.parse(time).toInstant();
  }

  private static UnfitRuleException unreadable(DataType type, String text) {
    return new UnfitRuleException(
        "VALUE_UNFIT", "'" + text + "' is no value of type " + Columns.sql(type));
  }
}
