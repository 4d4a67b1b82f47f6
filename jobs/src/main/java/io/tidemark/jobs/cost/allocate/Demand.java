package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.usage.ExecutorLife;
import java.math.BigInteger;
import java.util.List;

/**
 * What a run held in a window.
 *
 * @param cpu core milliseconds
 * @param memory byte milliseconds
 * @param gpu GPU milliseconds
 */
record Demand(BigInteger cpu, BigInteger memory, BigInteger gpu) {

  /** By how long each executor's life overlaps the window. */
  static Demand of(List<ExecutorLife> lives, Window window) {
    long cpu = 0;
    long gpu = 0;
    BigInteger memory = BigInteger.ZERO;
    for (ExecutorLife life : lives) {
      long overlap = window.overlap(life);
      cpu = Math.addExact(cpu, Math.multiplyExact(overlap, life.cores()));
      gpu = Math.addExact(gpu, Math.multiplyExact(overlap, life.gpus()));
      memory =
          memory.add(BigInteger.valueOf(life.memoryBytes()).multiply(BigInteger.valueOf(overlap)));
    }
    return new Demand(BigInteger.valueOf(cpu), memory, BigInteger.valueOf(gpu));
  }
}
