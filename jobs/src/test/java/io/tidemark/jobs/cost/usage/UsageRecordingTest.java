package io.tidemark.jobs.cost.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class UsageRecordingTest {
  @TempDir Path folder;
  private SparkSession spark;
  private UsageProject bank;

  @BeforeEach
  void project(SparkSession session) {
    spark = session;
    bank = new UsageProject(session, folder);
  }

  /** A run that is recorded and does some work; its id. */
  private String recorded(Map<String, String> environment, boolean asked) {
    try (Run run = bank.begin();
        UsageRecording usage = new UsageRecording(run, bank.project(), environment, asked)) {
      spark.range(0, 100_000, 1, 4).selectExpr("sum(hash(id))").collectAsList();
      assertThat(usage.write()).isEmpty();
      run.complete(0);
      return run.id();
    }
  }

  @Test
  void aRunHasARowForThePartOfEachExecutorsLifeThatIsInIt() {
    bank.applied();
    Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
    String first = recorded(Map.of(), true);
    Instant between = Instant.ofEpochMilli(System.currentTimeMillis());
    String second = recorded(Map.of("EMR_CLUSTER_ID", "j-ENV"), true);

    List<ExecutorLife> lives = bank.lives(true);
    assertThat(lives).extracting(ExecutorLife::runId).containsExactly(first, second);
    ExecutorLife one = lives.get(0);
    assertThat(one.appId()).isEqualTo(spark.sparkContext().applicationId());
    assertThat(one.executorId()).isEqualTo("driver");
    assertThat(one.cores()).isEqualTo(2);
    assertThat(one.memoryBytes()).isEqualTo((1024L + 384) << 20);
    assertThat(one.startedAt()).isAfterOrEqualTo(before);
    assertThat(one.endedAt()).isAfter(one.startedAt()).isBeforeOrEqualTo(between);
    assertThat(one.clamped()).isFalse();
    assertThat(one.team()).isEqualTo("risk-ml");
    assertThat(one.project()).isEqualTo("bank");
    assertThat(one.useCase()).isEqualTo("credit");
    assertThat(one.env()).isNull();
    assertThat(one.source()).isEqualTo(ExecutorLife.Source.LISTENER);
    assertThat(one.clusterId()).isEqualTo(one.appId());
    // Its tasks had the time of two cores at most.
    long wall = one.endedAt().toEpochMilli() - one.startedAt().toEpochMilli();
    assertThat(one.slotMs()).isPositive().isLessThanOrEqualTo(2 * wall);

    assertThat(lives.get(1).startedAt()).isAfterOrEqualTo(between);
    assertThat(lives.get(1).clusterId()).isEqualTo("j-ENV");
  }

  @Test
  void nothingIsWrittenUnlessItIsAskedFor() {
    bank.applied();
    recorded(Map.of(), false);
    assertThat(bank.lives(true)).isEmpty();
  }

  @Test
  void withoutItsTableARunIsWarnedAndGoesOn() {
    try (Run run = bank.begin();
        UsageRecording usage = new UsageRecording(run, bank.project(), Map.of(), true)) {
      assertThat(usage.write())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.code()).isEqualTo("USAGE_NOT_RECORDED");
                assertThat(problem.isError()).isFalse();
                assertThat(problem.message()).contains("cost.run_usage");
                assertThat(problem.fix()).contains("tidemark apply");
              });
      run.complete(0);
    }
  }

  @Test
  void aListenerThatWasTakenOffHearsNothingMore() {
    bank.applied();
    UsageRecording closed;
    try (Run run = bank.begin()) {
      closed = new UsageRecording(run, bank.project(), Map.of(), true);
      closed.close();
      spark.range(0, 100_000, 1, 4).selectExpr("sum(hash(id))").collectAsList();
      assertThat(closed.write()).extracting(Problem::code).isEmpty();
      run.complete(0);
    }
    assertThat(bank.lives(true)).extracting(ExecutorLife::slotMs).containsExactly(0L);
  }
}
