package io.tidemark.quality.profile;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A column's statistics by the book: every value is kept and sorted. */
final class Oracle {
  private final List<Object> values;

  /** The values of a column, as Java has them. */
  Oracle(List<? extends @Nullable Object> column) {
    this.values = new ArrayList<>(column.stream().filter(Objects::nonNull).toList());
  }

  long nans() {
    return values.stream().filter(each -> ((Number) each).doubleValue() != number(each)).count();
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  /** The numbers without NaN, in order. */
  double[] numbers() {
    double[] numbers =
        values.stream().mapToDouble(Oracle::number).filter(each -> !Double.isNaN(each)).toArray();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] += 0.0;
    }
    Arrays.sort(numbers);
    return numbers;
  }

  /** The mean, by exact sums; only of finite numbers. */
  double avg() {
    double[] numbers = numbers();
    BigDecimal sum = BigDecimal.ZERO;
    for (double each : numbers) {
      sum = sum.add(new BigDecimal(each));
    }
    return sum.divide(new BigDecimal(numbers.length), MathContext.DECIMAL64).doubleValue();
  }

  /** The standard deviation of a sample, by exact sums; only of finite numbers. */
  double stddev() {
    double[] numbers = numbers();
    BigDecimal mean = BigDecimal.ZERO;
    for (double each : numbers) {
      mean = mean.add(new BigDecimal(each));
    }
    mean = mean.divide(new BigDecimal(numbers.length), MathContext.DECIMAL128);
    BigDecimal squares = BigDecimal.ZERO;
    for (double each : numbers) {
      BigDecimal off = new BigDecimal(each).subtract(mean);
      squares = squares.add(off.multiply(off));
    }
    return Math.sqrt(squares.doubleValue() / (numbers.length - 1));
  }

  /** The greatest number at or below a share of them. */
  double quantile(double share) {
    double[] numbers = numbers();
    double position = Math.max(0, Math.min(1, share)) * (numbers.length - 1);
    return numbers[(int) Math.floor(position)];
  }

  /** How often each value is there; -0.0 is 0.0. */
  Map<Object, Long> counts() {
    Map<Object, Long> counts = new HashMap<>();
    values.forEach(each -> counts.merge(key(each), 1L, Long::sum));
    return counts;
  }

  private static Object key(Object value) {
    if (value instanceof Double number) {
      return number + 0.0;
    }
    return value instanceof Float number ? (Object) (number + 0.0f) : value;
  }
}
