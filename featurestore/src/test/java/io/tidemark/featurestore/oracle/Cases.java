package io.tidemark.featurestore.oracle;

import java.util.Random;

/**
 * How many random cases are asked, {@code -Dtidemark.cases=100000} for more than the usual, and
 * from which seed, {@code -Dtidemark.seed} for those of a failure.
 */
final class Cases {
  static final int COUNT = Integer.getInteger("tidemark.cases", 2_000);

  private Cases() {}

  /** The first seed, said to who runs the tests. */
  static long seed(String what, int count) {
    long seed = Long.getLong("tidemark.seed", new Random().nextInt(1 << 30));
    System.out.printf("%d %s from -Dtidemark.seed=%d%n", count, what, seed);
    return seed;
  }
}
