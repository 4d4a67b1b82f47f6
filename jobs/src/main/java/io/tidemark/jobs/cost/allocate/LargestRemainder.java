package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.Amounts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits money by weights so that the parts add up to it exactly, after Hamilton.
 *
 * <p>Every part gets the whole units of its exact share; the units that are left go one each to the
 * largest remainders, among equal ones to the first. A negative amount is split like a positive
 * one. No part is a whole unit away from its exact share.
 */
public final class LargestRemainder {
  /** Decimals of the unit, where the amount has no more of its own. */
  private static final int DECIMALS = 10;

  private final BigInteger[] weights;
  private final BigInteger total;
  private final long @Nullable [] small;

  /**
   * To split several amounts by the same weights.
   *
   * @param weights none negative, not all 0; keys in the order in which ties are to be broken
   * @throws IllegalArgumentException if one is negative or all are 0
   */
  public LargestRemainder(BigInteger[] weights) {
    BigInteger sum = BigInteger.ZERO;
    for (BigInteger weight : weights) {
      if (weight.signum() < 0) {
        throw new IllegalArgumentException("a weight is negative: " + weight);
      }
      sum = sum.add(weight);
    }
    if (sum.signum() == 0) {
      throw new IllegalArgumentException("no weight is positive");
    }
    BigInteger divisor = sum.bitLength() < Long.SIZE ? BigInteger.ONE : common(weights);
    this.weights = divided(weights, divisor);
    this.total = sum.divide(divisor);
    this.small = total.bitLength() < Long.SIZE ? longs(this.weights) : null;
  }

  /** Splits one amount; the unit is 1e-10, or the amount's own last decimal where it has more. */
  public static BigDecimal[] split(BigDecimal amount, BigInteger[] weights) {
    return new LargestRemainder(weights).split(amount);
  }

  /** Splits an amount; the unit is 1e-10, or the amount's own last decimal where it has more. */
  public BigDecimal[] split(BigDecimal amount) {
    boolean plain = amount.scale() <= DECIMALS;
    return split(
        amount, plain ? DECIMALS : Math.max(DECIMALS, amount.stripTrailingZeros().scale()));
  }

  /**
   * Splits an amount into units of so many decimals.
   *
   * @throws ArithmeticException if the amount is no whole number of units
   */
  public BigDecimal[] split(BigDecimal amount, int decimals) {
    BigInteger units = amount.setScale(decimals).unscaledValue();
    return small != null && units.bitLength() < Long.SIZE - 1
        ? splitSmall(units.longValue(), small, decimals)
        : splitLarge(units, decimals);
  }

  /** Splits each of the four costs by itself; equal ones get the same parts. */
  public Amounts[] split(Amounts amounts) {
    BigDecimal[] billed = split(amounts.billed());
    BigDecimal[] effective =
        amounts.effective().equals(amounts.billed()) ? billed : split(amounts.effective());
    BigDecimal[] netBilled =
        amounts.netBilled().equals(amounts.billed()) ? billed : split(amounts.netBilled());
    BigDecimal[] netEffective =
        amounts.netEffective().equals(amounts.effective())
            ? effective
            : split(amounts.netEffective());
    Amounts[] parts = new Amounts[weights.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new Amounts(billed[i], effective[i], netBilled[i], netEffective[i]);
    }
    return parts;
  }

  private BigDecimal[] splitSmall(long units, long[] small, int decimals) {
    long size = Math.abs(units);
    long divisor = total.longValue();
    long[] whole = new long[small.length];
    long[] remainders = new long[small.length];
    long left = size;
    for (int i = 0; i < small.length; i++) {
      whole[i] = WideDivision.quotient(Math.multiplyHigh(size, small[i]), size * small[i], divisor);
      // the low halves differ by the remainder, which fits: it is less than the divisor
      remainders[i] = size * small[i] - whole[i] * divisor;
      left -= whole[i];
    }
    handOut(left, whole, remainders);
    BigDecimal[] parts = new BigDecimal[small.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = BigDecimal.valueOf(units < 0 ? -whole[i] : whole[i], decimals);
    }
    return parts;
  }

  private static void handOut(long left, long[] whole, long[] remainders) {
    if (left == 0) {
      return;
    }
    long[] sorted = remainders.clone();
    Arrays.sort(sorted);
    long least = sorted[sorted.length - (int) left];
    for (int i = 0; i < whole.length; i++) {
      if (remainders[i] > least) {
        whole[i]++;
        left--;
      }
    }
    for (int i = 0; left > 0; i++) {
      if (remainders[i] == least) {
        whole[i]++;
        left--;
      }
    }
  }

  private BigDecimal[] splitLarge(BigInteger units, int decimals) {
    BigInteger size = units.abs();
    BigInteger[] whole = new BigInteger[weights.length];
    BigInteger[] remainders = new BigInteger[weights.length];
    BigInteger left = size;
    for (int i = 0; i < weights.length; i++) {
      BigInteger[] parts = size.multiply(weights[i]).divideAndRemainder(total);
      whole[i] = parts[0];
      remainders[i] = parts[1];
      left = left.subtract(parts[0]);
    }
    handOut(left.intValueExact(), whole, remainders);
    BigDecimal[] parts = new BigDecimal[weights.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = new BigDecimal(units.signum() < 0 ? whole[i].negate() : whole[i], decimals);
    }
    return parts;
  }

  private static void handOut(int left, BigInteger[] whole, BigInteger[] remainders) {
    if (left == 0) {
      return;
    }
    BigInteger[] sorted = remainders.clone();
    Arrays.sort(sorted);
    BigInteger least = sorted[sorted.length - left];
    for (int i = 0; i < whole.length; i++) {
      if (remainders[i].compareTo(least) > 0) {
        whole[i] = whole[i].add(BigInteger.ONE);
        left--;
      }
    }
    for (int i = 0; left > 0; i++) {
      if (remainders[i].equals(least)) {
        whole[i] = whole[i].add(BigInteger.ONE);
        left--;
      }
    }
  }

  private static BigInteger common(BigInteger[] weights) {
    BigInteger common = BigInteger.ZERO;
    for (BigInteger weight : weights) {
      common = common.gcd(weight);
    }
    return common;
  }

  private static BigInteger[] divided(BigInteger[] weights, BigInteger divisor) {
    BigInteger[] divided = weights.clone();
    for (int i = 0; i < divided.length && !divisor.equals(BigInteger.ONE); i++) {
      divided[i] = divided[i].divide(divisor);
    }
    return divided;
  }

  private static long[] longs(BigInteger[] weights) {
    long[] longs = new long[weights.length];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = weights[i].longValue();
    }
    return longs;
  }
}
