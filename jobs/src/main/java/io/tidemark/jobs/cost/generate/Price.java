package io.tidemark.jobs.cost.generate;

import java.math.BigDecimal;

/** Money in whole 1e-12 of a dollar: enough digits for requests, and sums of longs are exact. */
final class Price {

  /** Digits after the point. */
  static final int SCALE = 12;

  /** Most lines are billed to ten digits. */
  private static final long GRAIN = 100;

  private static final long HOUR = 3600;

  /** Below 0.001 an exponent is printed. */
  private static final long SMALL = 1_000_000_000L;

  private Price() {}

  static long of(String dollars) {
    return new BigDecimal(dollars).movePointRight(SCALE).longValueExact();
  }

  /** What some seconds cost at a rate by the hour, to ten digits. */
  static long ofSeconds(long hourly, long seconds) {
    return rounded(Math.multiplyExact(hourly, seconds) / HOUR);
  }

  /** What an amount that lasted some milliseconds costs at a rate by the hour, to ten digits. */
  static long ofMillis(long hourly, long amountMillis) {
    return rounded(Math.multiplyExact(hourly, amountMillis) / (HOUR * 1000));
  }

  /** Seconds, as hours that a bill prints. */
  static String hours(long seconds) {
    return hoursOfMillis(seconds * 1000);
  }

  /** An amount times milliseconds, as so many hours of it. */
  static String hoursOfMillis(long amountMillis) {
    return text(rounded(Math.multiplyExact(amountMillis, 2_500_000) / 9));
  }

  /** To ten digits, half away from zero. */
  static long rounded(long amount) {
    long half = amount < 0 ? -GRAIN / 2 : GRAIN / 2;
    return (amount + half) / GRAIN * GRAIN;
  }

  /** So many ten-thousandths of an amount, to ten digits. */
  static long share(long amount, long tenThousandths) {
    return rounded(amount / 10_000 * tenThousandths);
  }

  static BigDecimal decimal(long amount) {
    return BigDecimal.valueOf(amount, SCALE);
  }

  /** As bills print numbers: at least one decimal, and an exponent where they are small. */
  static String text(long amount) {
    if (amount == 0) {
      return "0.0";
    }
    BigDecimal plain = decimal(amount).stripTrailingZeros();
    if (Math.abs(amount) < SMALL) {
      int exponent = plain.precision() - plain.scale() - 1;
      BigDecimal digits = plain.movePointRight(-exponent).stripTrailingZeros();
      return (digits.scale() < 1 ? digits.setScale(1) : digits).toPlainString() + "E" + exponent;
    }
    return (plain.scale() < 1 ? plain.setScale(1) : plain).toPlainString();
  }
}
