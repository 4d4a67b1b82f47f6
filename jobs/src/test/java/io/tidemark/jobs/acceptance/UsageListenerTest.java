package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Verbs that record which executors they had, where the project asks for it. */
@ExtendWith(SparkExtension.class)
class UsageListenerTest {
  private static final String COST =
      """
      kind: CostAllocation
      metadata: {name: aws}
      spec:
        bills: [{name: main, format: cur2, files: [bills/none.csv], period: 2026-04}]
        usage: {listener: ASKED}
      """;
  private static final String VERBS_OF_ROWS =
      """
      SELECT r.verb, r.state, u.source, u.team, u.use_case, u.project,
        u.started_at >= r.started_at - INTERVAL 1 SECOND
          AND u.ended_at <= r.ended_at + INTERVAL 1 SECOND AND u.slot_ms >= 0
      FROM cost.run_usage u JOIN registry.run r ON u.run_id = r.run_id ORDER BY r.started_at\
      """;

  @Test
  void everyRecordedRunHasItsRowThoseThatFailToo(SparkSession spark, @TempDir Path root)
      throws Exception {
    ProjectFolder project = SmallBank.written(spark, root);
    project.yaml("cost.yaml", COST.replace("ASKED", "true"));
    assertThat(project.verb("apply --yes").exitCode()).isZero();
    assertThat(project.verb("materialize balance@1" + SmallBank.NOW).exitCode()).isZero();
    Files.delete(root.resolve("data/balances.parquet"));
    assertThat(project.verb("materialize balance@1" + SmallBank.NOW).exitCode()).isEqualTo(2);

    assertThat(project.lines(VERBS_OF_ROWS))
        .containsExactly(
            "apply|SUCCEEDED|listener|risk-ml|credit|bank|true",
            "materialize|SUCCEEDED|listener|risk-ml|credit|bank|true",
            "materialize|FAILED|listener|risk-ml|credit|bank|true");
  }

  @Test
  void runsOfAProjectThatDoesNotAskWriteNone(SparkSession spark, @TempDir Path root) {
    ProjectFolder project = SmallBank.written(spark, root);
    project.yaml("cost.yaml", COST.replace("ASKED", "false"));
    assertThat(project.verb("apply --yes").exitCode()).isZero();
    assertThat(project.verb("materialize balance@1" + SmallBank.NOW).exitCode()).isZero();
    assertThat(project.number("SELECT count(*) FROM cost.run_usage")).isZero();
  }

  @Test
  void aProjectThatAskedAfterItsApplyHasTheRowsOfItsRunsFromThenOn(
      SparkSession spark, @TempDir Path root) {
    ProjectFolder project = SmallBank.written(spark, root);
    assertThat(project.verb("apply --yes").exitCode()).isZero();
    project.yaml("cost.yaml", COST.replace("ASKED", "true"));
    Ran ran = project.verb("materialize balance@1" + SmallBank.NOW);
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.problems()).isEmpty();
    assertThat(project.lines(VERBS_OF_ROWS))
        .containsExactly("materialize|SUCCEEDED|listener|risk-ml|credit|bank|true");
  }
}
