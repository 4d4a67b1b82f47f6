package io.tidemark.jobs.cost.allocate;

import java.math.BigDecimal;
import java.math.BigInteger;

/** A rational number, for oracles that are to be exact and simple. */
record Ratio(BigInteger over, BigInteger under) implements Comparable<Ratio> {
  static final Ratio ZERO = of(0);
  static final Ratio ONE = of(1);

  Ratio {
    BigInteger common = over.gcd(under).max(BigInteger.ONE);
    over = over.divide(common);
    under = under.divide(common);
  }

  static Ratio of(long number) {
    return new Ratio(BigInteger.valueOf(number), BigInteger.ONE);
  }

  static Ratio of(BigDecimal number) {
    int scale = Math.max(0, number.scale());
    return new Ratio(number.setScale(scale).unscaledValue(), BigInteger.TEN.pow(scale));
  }

  Ratio plus(Ratio other) {
    return new Ratio(
        over.multiply(other.under).add(other.over.multiply(under)), under.multiply(other.under));
  }

  Ratio minus(Ratio other) {
    return plus(new Ratio(other.over.negate(), other.under));
  }

  Ratio times(Ratio other) {
    return new Ratio(over.multiply(other.over), under.multiply(other.under));
  }

  /** By a positive number. */
  Ratio by(Ratio other) {
    return new Ratio(over.multiply(other.under), under.multiply(other.over));
  }

  /** Of a number that is not negative. */
  BigInteger floor() {
    return over.divide(under);
  }

  Ratio max(Ratio other) {
    return compareTo(other) >= 0 ? this : other;
  }

  boolean isPositive() {
    return over.signum() > 0;
  }

  @Override
  public int compareTo(Ratio other) {
    return over.multiply(other.under).compareTo(other.over.multiply(under));
  }
}
