package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.usage.ExecutorLife;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * The largest of the shares that a run held of each resource on offer (Ghodsi et al., Dominant
 * Resource Fairness, NSDI 2011); the whole cluster weighs 1.
 */
final class DominantWeighing implements Weighing {

  @Override
  public Weighed weigh(List<List<ExecutorLife>> runs, Window window, Capacity capacity) {
    BigDecimal bytes = capacity.memory().multiply(BigDecimal.valueOf(1L << GIB));
    BigInteger[] offered = Weights.whole(List.of(capacity.cpu(), bytes, capacity.gpu()));
    int decimals =
        Math.max(
            Weights.decimals(bytes),
            Math.max(Weights.decimals(capacity.cpu()), Weights.decimals(capacity.gpu())));
    BigInteger scale = BigInteger.TEN.pow(decimals);
    BigInteger all = BigInteger.ONE;
    for (BigInteger each : offered) {
      all = each.signum() > 0 ? all.multiply(each) : all;
    }
    BigInteger[] weights = new BigInteger[runs.size()];
    for (int i = 0; i < weights.length; i++) {
      Demand demand = Demand.of(runs.get(i), window);
      BigInteger[] held = {demand.cpu(), demand.memory(), demand.gpu()};
      weights[i] = BigInteger.ZERO;
      for (int k = 0; k < held.length; k++) {
        if (offered[k].signum() > 0) {
          weights[i] = weights[i].max(held[k].multiply(scale).multiply(all.divide(offered[k])));
        }
      }
    }
    return new Weighed(weights, all);
  }
}
