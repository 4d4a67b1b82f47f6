package io.tidemark.jobs.cost.bill;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers of bills as decimals that DECIMAL(38,18) holds. */
final class Decimals {
  private static final int SCALE = 18;
  private static final int WHOLE = 20;

  private Decimals() {}

  /** A number as it is printed, with or without exponent. */
  static BigDecimal of(String text) {
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      throw new UnreadableRecordException("'" + text + "' is no number");
    }
  }

  /** The shortest decimal that reads back as the double. */
  static BigDecimal of(double value) {
    if (!Double.isFinite(value)) {
      throw new UnreadableRecordException(value + " is no number");
    }
    // Double.toString has a digit too many for some values before Java 19.
    BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    BigDecimal exact = new BigDecimal(value);
    for (int digits = shortest.precision() - 1; digits > 0; digits--) {
      BigDecimal shorter = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (shorter.doubleValue() != value) {
        break;
      }
      shortest = shorter;
    }
    return shortest;
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
