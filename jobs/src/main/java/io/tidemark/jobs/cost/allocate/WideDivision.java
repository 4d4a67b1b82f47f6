package io.tidemark.jobs.cost.allocate;

/**
 * Division of 128 bits by 64, in two steps of 32 bits each (Knuth, The Art of Computer Programming
 * 2, 4.3.1, algorithm D).
 */
final class WideDivision {
  private static final long LOW = 0xFFFF_FFFFL;

  private WideDivision() {}

  /**
   * The whole part of a quotient.
   *
   * @param high upper half of the dividend, at least 0, less than the divisor
   * @param low lower half of the dividend, unsigned
   * @param divisor positive
   */
  static long quotient(long high, long low, long divisor) {
    if (high == 0 && low >= 0) {
      return low / divisor;
    }
    int shift = Long.numberOfLeadingZeros(divisor);
    long divided = divisor << shift;
    long upper = (high << shift) | (low >>> (Long.SIZE - shift));
    long lower = low << shift;
    long first = digit(upper, lower >>> 32, divided);
    long rest = ((upper << 32) | (lower >>> 32)) - first * divided;
    long second = digit(rest, lower & LOW, divided);
    return (first << 32) + second;
  }

  /** One digit of 32 bits of (upper, next) by a divisor whose highest bit is set. */
  private static long digit(long upper, long next, long divisor) {
    long leading = divisor >>> 32;
    long trailing = divisor & LOW;
    long digit = Long.divideUnsigned(upper, leading);
    long rest = upper - digit * leading;
    while (digit >>> 32 != 0 || Long.compareUnsigned(digit * trailing, (rest << 32) | next) > 0) {
      digit--;
      rest += leading;
      if (rest >>> 32 != 0) {
        break;
      }
    }
    return digit;
  }
}
