package io.tidemark.jobs.cost.allocate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/** Weights as whole numbers, which only their ratios matter of. */
final class Weights {
  private Weights() {}

  /** Decimals times the power of ten that makes all of them whole. */
  static BigInteger[] whole(List<BigDecimal> weights) {
    int decimals = weights.stream().mapToInt(Weights::decimals).max().orElse(0);
    return weights.stream()
        .map(weight -> weight.setScale(Math.max(0, decimals)).unscaledValue())
        .toArray(BigInteger[]::new);
  }

  /** How many decimals a number needs. */
  static int decimals(BigDecimal number) {
    return Math.max(0, number.stripTrailingZeros().scale());
  }
}
