package io.tidemark.jobs.cost.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.jobs.acceptance.SharedData;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Logs of real applications whose totals are known. */
class RealEventLogsTest {

  private static LoggedApplication read(String name) throws IOException {
    String file = SharedData.folder("eventlogs").resolve(name).toString();
    return new EventLogReader(new Configuration())
        .read(new EventLog(file, List.of(file), 0, false))
        .application();
  }

  private static long millis(ExecutorLife life) {
    return Duration.between(life.startedAt(), life.endedAt()).toMillis();
  }

  private static long coreMillis(LoggedApplication application) {
    return application.lives().stream().mapToLong(life -> life.cores() * millis(life)).sum();
  }

  private static BigDecimal gibSeconds(LoggedApplication application) {
    return application.lives().stream()
        .map(life -> BigDecimal.valueOf(life.memoryBytes()).multiply(new BigDecimal(millis(life))))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .divide(BigDecimal.valueOf(1000L << 30), 6, RoundingMode.HALF_UP);
  }

  @Test
  void emrsOwnLogHasItsClusterAndOneExecutor() throws Exception {
    LoggedApplication emr = read("emr_6_13_spark_shell.json");
    assertThat(emr.malformed()).isZero();
    assertThat(coreMillis(emr)).isEqualTo(3_111_348);
    assertThat(gibSeconds(emr)).isEqualByComparingTo("7926.189414");
    assertThat(emr.lives())
        .singleElement()
        .satisfies(
            life -> {
              assertThat(life.appId()).isEqualTo("application_1698225730624_0003");
              assertThat(life.clusterId()).isEqualTo("j-30U7JQAXKQSS");
              assertThat(life.slotMs()).isEqualTo(964_701);
              assertThat(life.clamped()).isFalse();
            });
  }

  @Test
  void executorsComeAndGoUnderDynamicAllocation() throws Exception {
    LoggedApplication dynamic = read("dynamic_allocation_4nodes.zstd");
    assertThat(coreMillis(dynamic)).isEqualTo(1_993_480);
    assertThat(gibSeconds(dynamic)).isEqualByComparingTo("13954.36");
    assertThat(dynamic.lives()).hasSize(15);
    assertThat(dynamic.lives().stream().mapToLong(ExecutorLife::slotMs).sum()).isEqualTo(222_888);
    assertThat(dynamic.lives()).noneMatch(ExecutorLife::clamped);
  }

  @Test
  void aSplicedLogIsClampedAndSaysSo() throws Exception {
    LoggedApplication spliced = read("spliced_emr.json");
    assertThat(spliced.lives()).hasSize(2).allMatch(ExecutorLife::clamped);
    assertThat(spliced.lives()).allMatch(life -> !life.endedAt().isBefore(life.startedAt()));
    assertThat(spliced.lives()).allMatch(life -> life.clusterId().equals("j-123AB678XY321"));
  }

  @Test
  void anExecutorThatWasRemovedIsNotClampedButThoseLeftAre() throws Exception {
    assertThat(read("executor_removed_3nodes.json").lives())
        .extracting(ExecutorLife::executorId, ExecutorLife::clamped)
        .containsExactly(tuple("1", false), tuple("0", true), tuple("2", true));
  }

  @Test
  void aDriverAloneOnItsMachineHasNoRow() throws Exception {
    LoggedApplication alone = read("driver_only.json");
    assertThat(alone.isLog()).isTrue();
    assertThat(alone.lives()).isEmpty();
  }
}
