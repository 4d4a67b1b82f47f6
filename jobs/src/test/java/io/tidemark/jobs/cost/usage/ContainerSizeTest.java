package io.tidemark.jobs.cost.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerSizeTest {
  private static final long MIB = 1L << 20;

  private static ContainerSize with(String... settings) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return new ContainerSize(key -> Optional.ofNullable(all.get(key)));
  }

  @Test
  void allThatAnExecutorHasIsAddedUp() {
    assertThat(
            with()
                .executorBytes(
                    Map.of(
                        "memory",
                        4096L,
                        "offHeap",
                        100L,
                        "pyspark.memory",
                        20L,
                        "memoryOverhead",
                        3L)))
        .isEqualTo((4096 + 100 + 20 + 3) * MIB);
  }

  @Test
  void anOverheadThatNothingSaysIsATenthButNotLittle() {
    assertThat(with().executorBytes(Map.of("memory", 1024L))).isEqualTo((1024 + 384) * MIB);
    assertThat(with().executorBytes(Map.of("memory", 10240L))).isEqualTo((10240 + 1024) * MIB);
    // 948.6 MiB, down to the byte.
    assertThat(with().executorBytes(Map.of("memory", 9486L)))
        .isEqualTo(9486 * MIB + 9486 * MIB / 10);
  }

  @Test
  void thePropertyBeatsTheShareAndTheProfileBeatsTheProperty() {
    ContainerSize size =
        with(
            "spark.executor.memoryOverhead", "700",
            "spark.executor.memoryOverheadFactor", "0.5");
    assertThat(size.executorBytes(Map.of("memory", 4096L))).isEqualTo((4096 + 700) * MIB);
    assertThat(size.executorBytes(Map.of("memory", 4096L, "memoryOverhead", 9L)))
        .isEqualTo((4096 + 9) * MIB);
    assertThat(
            with("spark.executor.memoryOverheadFactor", "0.1875")
                .executorBytes(Map.of("memory", 9486L)))
        .isEqualTo(9486 * MIB + 9486 * MIB * 1875 / 10000);
  }

  @Test
  void withoutAProfileThePropertiesSayTheSizes() {
    assertThat(with().executorBytes(Map.of())).isEqualTo((1024 + 384) * MIB);
    assertThat(
            with(
                    "spark.executor.memory", "6g",
                    "spark.executor.pyspark.memory", "512m",
                    "spark.memory.offHeap.enabled", "true",
                    "spark.memory.offHeap.size", "1048576")
                .executorBytes(Map.of()))
        .isEqualTo(6144 * MIB + 512 * MIB + MIB + 6144 * MIB / 10);
    assertThat(with("spark.memory.offHeap.size", "1g").executorBytes(Map.of()))
        .isEqualTo((1024 + 384) * MIB);
  }

  @Test
  void aSizeThatWasRedactedIsAsIfNotThere() {
    assertThat(with("spark.executor.memory", "*********(redacted)").executorBytes(Map.of()))
        .isEqualTo((1024 + 384) * MIB);
  }

  @Test
  void aDriverIsSizedLikewise() {
    assertThat(with().driverBytes()).isEqualTo((1024 + 384) * MIB);
    assertThat(with("spark.driver.memory", "8g").driverBytes())
        .isEqualTo(8192 * MIB + 8192 * MIB / 10);
    assertThat(
            with("spark.driver.memory", "2048M", "spark.driver.memoryOverhead", "1g").driverBytes())
        .isEqualTo(3072 * MIB);
  }
}
