package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.definition.ResourceWeights;
import io.tidemark.jobs.cost.usage.ExecutorLife;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/** vCPUs, GiB and GPUs weighed against each other; the usual way. */
final class ResourceWeighing implements Weighing {
  private static final BigDecimal BYTES = BigDecimal.valueOf(1L << GIB);

  private final BigInteger cpu;
  private final BigInteger memory;
  private final BigInteger gpu;

  ResourceWeighing(ResourceWeights weights) {
    BigInteger[] whole = Weights.whole(List.of(weights.cpu(), weights.memory(), weights.gpu()));
    this.cpu = whole[0].shiftLeft(GIB);
    this.memory = whole[1];
    this.gpu = whole[2].shiftLeft(GIB);
  }

  @Override
  public Weighed weigh(List<List<ExecutorLife>> runs, Window window, Capacity capacity) {
    BigInteger[] weights = new BigInteger[runs.size()];
    for (int i = 0; i < weights.length; i++) {
      Demand demand = Demand.of(runs.get(i), window);
      weights[i] =
          demand
              .cpu()
              .multiply(cpu)
              .add(demand.memory().multiply(memory))
              .add(demand.gpu().multiply(gpu));
    }
    BigDecimal offered =
        capacity
            .cpu()
            .multiply(new BigDecimal(cpu))
            .add(capacity.memory().multiply(BYTES).multiply(new BigDecimal(memory)))
            .add(capacity.gpu().multiply(new BigDecimal(gpu)));
    return Weighed.of(weights, offered);
  }
}
