package io.tidemark.jobs.cost.bill;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers of bills as decimals that DECIMAL(38,18) holds. */
final class Decimals {
  private static final int SCALE = 18;
  private static final int WHOLE = 20;
  // To write out more digits would fill the memory.
  private static final int MOST_SCALE = 1_000;

  private Decimals() {}

  /** A number as it is printed, with or without exponent. */
  static BigDecimal of(String text) {
    try {
      BigDecimal number = new BigDecimal(text.strip());
      if (Math.abs((long) number.scale()) <= MOST_SCALE) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new UnreadableRecordException("'" + text + "' is no number");
  }

  /** The shortest decimal that reads back as the double. */
  static BigDecimal of(double value) {
    if (!Double.isFinite(value)) {
      throw new UnreadableRecordException(value + " is no number");
    }
    // Double.toString has a digit too many for some values before Java 19.
    BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    BigDecimal exact = new BigDecimal(value);
    int digits = shortest.precision();
    for (BigDecimal next = shortest; next != null; next = rounded(exact, --digits, value)) {
      shortest = next;
    }
    return shortest;
  }

  /** A decimal of so many digits that reads back as the double; null if there is none. */
  private static @Nullable BigDecimal rounded(BigDecimal exact, int digits, double value) {
    // Below a power of two the nearest decimal may read back as another double, and the next not.
    for (RoundingMode mode : List.of(RoundingMode.HALF_EVEN, RoundingMode.UP, RoundingMode.DOWN)) {
      BigDecimal rounded = digits < 1 ? null : exact.round(new MathContext(digits, mode));
      if (rounded != null && rounded.doubleValue() == value) {
        return rounded;
      }
    }
    return null;
  }

  /** The same of a single-precision number. */
  static BigDecimal of(float value) {
    if (!Float.isFinite(value)) {
      throw new UnreadableRecordException(value + " is no number");
    }
    return new BigDecimal(Float.toString(value));
  }

  /** An amount of money, which is never rounded. */
  static BigDecimal money(BigDecimal value) {
    BigDecimal plain = value.stripTrailingZeros();
    if (plain.scale() > SCALE) {
      throw new UnreadableRecordException(
          value.toPlainString() + " has more than " + SCALE + " decimals");
    }
    return inRange(plain, value);
  }

  /** A quantity; what it has beyond 18 decimals is rounded. */
  static BigDecimal quantity(BigDecimal value) {
    BigDecimal plain = value.stripTrailingZeros();
    return inRange(
        plain.scale() > SCALE ? plain.setScale(SCALE, RoundingMode.HALF_EVEN) : plain, value);
  }

  private static BigDecimal inRange(BigDecimal plain, BigDecimal said) {
    if (plain.precision() - plain.scale() > WHOLE) {
      throw new UnreadableRecordException(said + " has more than " + WHOLE + " digits");
    }
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }
}
