package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.definition.AllocationMode;
import io.tidemark.jobs.cost.definition.ResourceWeights;
import io.tidemark.jobs.cost.usage.ExecutorLife;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/** How what runs held and what their cluster offered become one weight each, exactly. */
interface Weighing {
  /** Bytes of a GiB, as a power of 2. */
  int GIB = 30;

  /**
   * Weights of runs beside the weight of the capacity, all in one unit.
   *
   * @param runs the lives of each run
   */
  Weighed weigh(List<List<ExecutorLife>> runs, Window window, Capacity capacity);

  /** Of a project's rules. */
  static Weighing of(AllocationMode mode, ResourceWeights weights) {
    return switch (mode) {
      case WEIGHTED -> new ResourceWeighing(weights);
      case CPU ->
          new ResourceWeighing(
              new ResourceWeights(BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.ZERO));
      case MEMORY ->
          new ResourceWeighing(
              new ResourceWeights(BigDecimal.ZERO, BigDecimal.ONE, BigDecimal.ZERO));
      case DOMINANT -> new DominantWeighing();
      case SLOT_SECONDS -> new SlotWeighing();
    };
  }

  /** See {@link #weigh}. */
  record Weighed(BigInteger[] runs, BigInteger capacity) {

    /**
     * Brings a capacity with decimals and whole weights of runs to one unit.
     *
     * @param runs in the capacity's unit, before both are made whole
     */
    static Weighed of(BigInteger[] runs, BigDecimal capacity) {
      int decimals = Weights.decimals(capacity);
      BigInteger scale = BigInteger.TEN.pow(decimals);
      BigInteger[] scaled = runs.clone();
      for (int i = 0; i < scaled.length && decimals > 0; i++) {
        scaled[i] = scaled[i].multiply(scale);
      }
      return new Weighed(scaled, capacity.setScale(decimals).unscaledValue());
    }
  }
}
