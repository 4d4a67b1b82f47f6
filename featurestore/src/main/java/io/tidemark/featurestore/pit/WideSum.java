package io.tidemark.featurestore.pit;

import java.math.BigInteger;

/** A sum of {@code long}s that cannot overflow. */
final class WideSum {
  private static final long HALF = 0xFFFF_FFFFL;

  // The sums of the upper and, unsigned, of the lower halves.
  private long upper;
  private long lower;

  void clear() {
    upper = 0;
    lower = 0;
  }

  void add(long value) {
    upper += value >> 32;
    lower += value & HALF;
  }

  void subtract(long value) {
    upper -= value >> 32;
    lower -= value & HALF;
  }

  boolean isLong() {
    long high = upper + (lower >>> 32);
    return high == (int) high;
  }

  long longValue() {
    return (upper << 32) + lower;
  }

  BigInteger exact() {
    return isLong()
        ? BigInteger.valueOf(longValue())
        : BigInteger.valueOf(upper).shiftLeft(32).add(BigInteger.valueOf(lower));
  }
}
