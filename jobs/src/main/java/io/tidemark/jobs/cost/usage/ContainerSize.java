package io.tidemark.jobs.cost.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.network.util.JavaUtils;

/**
 * How large the containers of an application are. An executor has its heap, what it has off the
 * heap, Python's and the overhead; the overhead, where nothing says it, is a tenth of the heap (or
 * another share) and 384 MiB at least, as Spark's resource managers reckon it.
 *
 * @param settings a Spark property's value
 */
record ContainerSize(Function<String, Optional<String>> settings) {
  private static final BigDecimal MIB = BigDecimal.valueOf(1L << 20);
  private static final long HEAP = 1L << 30;
  private static final long LEAST_OVERHEAD = 384L << 20;
  private static final BigDecimal FACTOR = new BigDecimal("0.1");

  /**
   * An executor's memory in bytes.
   *
   * @param profile what its resource profile asks for, by Spark's names, memory in MiB; what it
   *     leaves out is as the properties say
   */
  long executorBytes(Map<String, Long> profile) {
    long heap = asked(profile, "memory").or(() -> size("spark.executor.memory")).orElse(HEAP);
    long offHeap = asked(profile, "offHeap").orElseGet(this::offHeap);
    long python =
        asked(profile, "pyspark.memory").or(() -> size("spark.executor.pyspark.memory")).orElse(0L);
    long overhead =
        asked(profile, "memoryOverhead").orElseGet(() -> overhead("spark.executor", heap));
    return heap + offHeap + python + overhead;
  }

  /** The memory in bytes of a driver that has a container of its own. */
  long driverBytes() {
    long heap = size("spark.driver.memory").orElse(HEAP);
    return heap + overhead("spark.driver", heap);
  }

  /** The cores of a driver that has a container of its own. */
  int driverCores() {
    return number("spark.driver.cores").map(BigDecimal::intValue).orElse(1);
  }

  /** The GPUs of a driver that has a container of its own. */
  long driverGpus() {
    return number("spark.driver.resource.gpu.amount").map(BigDecimal::longValue).orElse(0L);
  }

  /** Whether the driver has a container of its own. */
  boolean hasDriver() {
    return settings.apply("spark.submit.deployMode").filter("cluster"::equals).isPresent();
  }

  private long overhead(String role, long heap) {
    return size(role + ".memoryOverhead")
        .orElseGet(
            () ->
                Math.max(
                    LEAST_OVERHEAD,
                    number(role + ".memoryOverheadFactor")
                        .orElse(FACTOR)
                        .multiply(BigDecimal.valueOf(heap))
                        .setScale(0, RoundingMode.DOWN)
                        .longValueExact()));
  }

  private long offHeap() {
    boolean enabled =
        settings.apply("spark.memory.offHeap.enabled").filter("true"::equalsIgnoreCase).isPresent();
    return enabled
        ? settings.apply("spark.memory.offHeap.size").flatMap(ContainerSize::bytes).orElse(0L)
        : 0;
  }

  private static Optional<Long> asked(Map<String, Long> profile, String resource) {
    return Optional.ofNullable(profile.get(resource)).map(mib -> mib << 20);
  }

  /** A size whose unit is MiB where it has none. */
  private Optional<Long> size(String property) {
    return number(property)
        .map(mib -> Optional.of(mib.multiply(MIB).longValue()))
        .orElseGet(() -> settings.apply(property).flatMap(ContainerSize::bytes));
  }

  private static Optional<Long> bytes(String text) {
    try {
      return Optional.of(JavaUtils.byteStringAsBytes(text));
    } catch (NumberFormatException e) {
      // Redacted, most likely.
      return Optional.empty();
    }
  }

  private Optional<BigDecimal> number(String property) {
    try {
      return settings.apply(property).map(text -> new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
