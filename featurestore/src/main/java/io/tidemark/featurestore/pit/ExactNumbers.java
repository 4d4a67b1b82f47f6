package io.tidemark.featurestore.pit;

import static org.apache.spark.sql.functions.udf;

import io.tidemark.lineage.ScalaInterop;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * Sums over arrays of non-NULL values: integers and decimals exactly, floating-point numbers in the
 * array's order. Arrays are not empty.
 */
final class ExactNumbers {
  private static final int LONG_BITS = 63;

  private ExactNumbers() {}

  /** The sum of BIGINTs, or an {@link AggregateOverflowException}. */
  static Column longSum(Column values, Column key, String label) {
    UDF2<Object, String, Long> sum =
        (all, of) -> {
          BigInteger exact = integerSum(ScalaInterop.elements(all));
          if (exact.bitLength() > LONG_BITS) {
            throw new AggregateOverflowException(label, of, exact.toString(), "BIGINT");
          }
          return exact.longValue();
        };
    return udf(sum, DataTypes.LongType).apply(values, key);
  }

  /** The sum of BIGINTs as DOUBLE, divided by their number. */
  static Column longAverage(Column values) {
    UDF1<Object, Double> average =
        all -> {
          List<Long> list = ScalaInterop.elements(all);
          return integerSum(list).doubleValue() / list.size();
        };
    return udf(average, DataTypes.DoubleType).apply(values);
  }

  /** The sum of decimals. */
  static Column decimalSum(Column values, Column key, String label, DecimalType type) {
    UDF2<Object, String, BigDecimal> sum =
        (all, of) -> fitting(decimalSum(ScalaInterop.elements(all)), type, label, of);
    return udf(sum, type).apply(values, key);
  }

  /** The average of decimals, half up at the type's scale. */
  static Column decimalAverage(Column values, Column key, String label, DecimalType type) {
    UDF2<Object, String, BigDecimal> average =
        (all, of) -> {
          List<BigDecimal> list = ScalaInterop.elements(all);
          BigDecimal count = BigDecimal.valueOf(list.size());
          BigDecimal exact = decimalSum(list).divide(count, type.scale(), RoundingMode.HALF_UP);
          return fitting(exact, type, label, of);
        };
    return udf(average, type).apply(values, key);
  }

  /** The sum of DOUBLEs in order. */
  static Column doubleSum(Column values) {
    return ofDoubles(values, ExactNumbers::sum);
  }

  /** The sum of DOUBLEs in order, divided by their number. */
  static Column doubleAverage(Column values) {
    return ofDoubles(values, list -> sum(list) / list.size());
  }

  /** The sample variance: the mean first, then the squared distances in order, over n - 1. */
  static Column variance(Column values) {
    return ofDoubles(values, ExactNumbers::variance);
  }

  /** Its square root. */
  static Column deviation(Column values) {
    return ofDoubles(values, list -> Math.sqrt(variance(list)));
  }

  private interface Doubles extends ToDoubleFunction<List<Double>>, Serializable {}

  private static Column ofDoubles(Column values, Doubles function) {
    UDF1<Object, Double> over = all -> function.applyAsDouble(ScalaInterop.elements(all));
    return udf(over, DataTypes.DoubleType).apply(values);
  }

  private static double sum(List<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static double variance(List<Double> values) {
    double mean = sum(values) / values.size();
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / (values.size() - 1);
  }

  private static BigInteger integerSum(List<Long> values) {
    BigInteger sum = BigInteger.ZERO;
    for (long value : values) {
      sum = sum.add(BigInteger.valueOf(value));
    }
    return sum;
  }

  private static BigDecimal decimalSum(List<BigDecimal> values) {
    return values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal fitting(BigDecimal exact, DecimalType type, String label, String key) {
    BigDecimal scaled = exact.setScale(type.scale(), RoundingMode.UNNECESSARY);
    if (scaled.precision() > type.precision()) {
      throw new AggregateOverflowException(label, key, scaled.toPlainString(), type.sql());
    }
    return scaled;
  }
}
