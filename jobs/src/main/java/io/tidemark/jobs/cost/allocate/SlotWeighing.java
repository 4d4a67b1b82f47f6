package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.usage.ExecutorLife;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/** What tasks took, even over their executor's life, beside the vCPU time on offer. */
final class SlotWeighing implements Weighing {

  @Override
  public Weighed weigh(List<List<ExecutorLife>> runs, Window window, Capacity capacity) {
    BigInteger unit = BigInteger.ONE;
    for (List<ExecutorLife> lives : runs) {
      for (ExecutorLife life : lives) {
        BigInteger parts = parts(life, window);
        unit = unit.divide(unit.gcd(parts)).multiply(parts);
      }
    }
    BigInteger[] weights = new BigInteger[runs.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = BigInteger.ZERO;
      for (ExecutorLife life : runs.get(i)) {
        weights[i] = weights[i].add(busy(life, window, unit));
      }
    }
    return Weighed.of(weights, capacity.cpu().multiply(new BigDecimal(unit)));
  }

  /** Into how many parts a millisecond is to be cut to count a life's tasks inside the window. */
  private static BigInteger parts(ExecutorLife life, Window window) {
    BigInteger busy = busyTimesLife(life, window);
    BigInteger length = length(life);
    return busy.signum() == 0 ? BigInteger.ONE : length.divide(busy.gcd(length));
  }

  private static BigInteger busy(ExecutorLife life, Window window, BigInteger unit) {
    BigInteger busy = busyTimesLife(life, window);
    return busy.signum() == 0 ? busy : busy.multiply(unit).divide(length(life));
  }

  private static BigInteger busyTimesLife(ExecutorLife life, Window window) {
    return BigInteger.valueOf(life.slotMs()).multiply(BigInteger.valueOf(window.overlap(life)));
  }

  private static BigInteger length(ExecutorLife life) {
    return BigInteger.valueOf(life.endedAt().toEpochMilli() - life.startedAt().toEpochMilli());
  }
}
