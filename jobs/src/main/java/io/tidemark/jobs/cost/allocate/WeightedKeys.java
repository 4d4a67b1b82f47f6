package io.tidemark.jobs.cost.allocate;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Who gets something, in the order in which ties are broken.
 *
 * @param keys of positive weight
 * @param weights in the order of {@code keys}
 */
record WeightedKeys(List<String> keys, BigInteger[] weights) {
  WeightedKeys {
    keys = List.copyOf(keys);
  }

  /** Those of positive weight. */
  static WeightedKeys of(List<String> ordered, BigInteger[] weights) {
    return withIdle(ordered, weights, BigInteger.ZERO);
  }

  /** Those of positive weight, {@code __idle__} in its place among them. */
  static WeightedKeys withIdle(List<String> ordered, BigInteger[] weights, BigInteger idle) {
    List<String> keys = new ArrayList<>();
    List<BigInteger> some = new ArrayList<>();
    boolean idleIsDue = idle.signum() > 0;
    for (int i = 0; i <= weights.length; i++) {
      boolean here =
          i == weights.length || CodePoints.ORDER.compare(Share.IDLE, ordered.get(i)) < 0;
      if (idleIsDue && here) {
        keys.add(Share.IDLE);
        some.add(idle);
        idleIsDue = false;
      }
      if (i < weights.length && weights[i].signum() > 0) {
        keys.add(ordered.get(i));
        some.add(weights[i]);
      }
    }
    return new WeightedKeys(keys, some.toArray(BigInteger[]::new));
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  BigInteger total() {
    BigInteger total = BigInteger.ZERO;
    for (BigInteger weight : weights) {
      total = total.add(weight);
    }
    return total;
  }

  LargestRemainder remainder() {
    return new LargestRemainder(weights);
  }
}
