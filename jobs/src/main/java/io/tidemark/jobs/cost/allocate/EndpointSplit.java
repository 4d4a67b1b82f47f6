package io.tidemark.jobs.cost.allocate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * Splits what an endpoint of several models cost in an hour: by the time the models worked, where
 * nobody measured that by how often they were asked, where nobody counted that evenly.
 */
public final class EndpointSplit {
  private EndpointSplit() {}

  /**
   * Model to what it bears; together the amount.
   *
   * @param uses one or more of each model; together at least one
   * @param decimals of the unit, for example 2 for cents
   */
  public static SortedMap<String, BigDecimal> split(
      BigDecimal amount, Collection<ModelUse> uses, int decimals) {
    SortedMap<String, ModelUse> byModel = new TreeMap<>(CodePoints.ORDER);
    uses.forEach(use -> byModel.merge(use.model(), use, EndpointSplit::plus));
    List<ModelUse> models = List.copyOf(byModel.values());
    BigDecimal[] parts = new LargestRemainder(weights(models)).split(amount, decimals);
    SortedMap<String, BigDecimal> shares = new TreeMap<>();
    for (int i = 0; i < parts.length; i++) {
      shares.put(models.get(i).model(), parts[i]);
    }
    return shares;
  }

  private static ModelUse plus(ModelUse one, ModelUse other) {
    return new ModelUse(
        one.model(),
        Math.addExact(one.invocations(), other.invocations()),
        Math.addExact(one.millis(), other.millis()));
  }

  private static BigInteger[] weights(List<ModelUse> models) {
    if (models.stream().anyMatch(model -> model.millis() > 0)) {
      return weights(models, ModelUse::millis);
    }
    boolean counted = models.stream().anyMatch(model -> model.invocations() > 0);
    return counted ? weights(models, ModelUse::invocations) : weights(models, model -> 1);
  }

  private static BigInteger[] weights(List<ModelUse> models, ToLongFunction<ModelUse> weight) {
    return models.stream()
        .map(model -> BigInteger.valueOf(weight.applyAsLong(model)))
        .toArray(BigInteger[]::new);
  }
}
