package io.tidemark.lineage.definition;

import io.tidemark.lineage.definition.Variables.Allowed;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ways that definitions write decimal numbers, in every notation that YAML has for them. */
public final class Numbers {
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(?:[0-9]{1,330}(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?");

  private Numbers() {}

  /** A number that a DOUBLE can hold, perhaps rounded. */
  public static ValueType<BigDecimal> decimal() {
    return scalar("a number as 0.05 or 1e6", null, null);
  }

  /** A number from 0 to 1. */
  public static ValueType<BigDecimal> fraction() {
    return scalar("a number from 0 to 1", BigDecimal.ZERO, BigDecimal.ONE);
  }

  /** A number of at least 0. */
  public static ValueType<BigDecimal> notNegative() {
    return scalar("a number of at least 0", BigDecimal.ZERO, null);
  }

  /** {@code [lower, upper]}, of which null is open; the lower bound is not above the upper one. */
  public static ValueType<Interval> interval() {
    return new IntervalType(decimal());
  }

  private static ValueType<BigDecimal> scalar(
      String expects, @Nullable BigDecimal min, @Nullable BigDecimal max) {
    return new ScalarType<>(
        expects,
        Allowed.VARIABLES,
        Schemas.number(min, max),
        false,
        (text, at) -> {
          BigDecimal number = parse(text);
          boolean fits =
              number != null
                  && (min == null || number.compareTo(min) >= 0)
                  && (max == null || number.compareTo(max) <= 0);
          return fits ? number : null;
        },
        BigDecimal::toPlainString);
  }

  /** The same number has the same text, however it was written. */
  private static @Nullable BigDecimal parse(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      return null;
    }
    BigDecimal number = new BigDecimal(text).stripTrailingZeros();
    return Double.isInfinite(number.doubleValue()) ? null : number;
  }
}
