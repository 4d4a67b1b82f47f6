package io.tidemark.jobs.cost.allocate;

import java.math.BigDecimal;

/**
 * What machines offered, by the hours that the bill counts.
 *
 * @param cpu vCPU milliseconds
 * @param memory GiB milliseconds
 * @param gpu GPU milliseconds
 */
record Capacity(BigDecimal cpu, BigDecimal memory, BigDecimal gpu) {
  private static final BigDecimal HOUR = BigDecimal.valueOf(3_600_000);

  /** What a machine of this size offers in so many hours. */
  static Capacity of(MachineSize size, BigDecimal hours) {
    BigDecimal millis = hours.multiply(HOUR);
    return new Capacity(
        size.vcpu().multiply(millis),
        size.memoryGib().multiply(millis),
        size.gpu().multiply(millis));
  }

  Capacity plus(Capacity other) {
    return new Capacity(cpu.add(other.cpu), memory.add(other.memory), gpu.add(other.gpu));
  }

  boolean isNothing() {
    return cpu.signum() == 0 && memory.signum() == 0 && gpu.signum() == 0;
  }
}
