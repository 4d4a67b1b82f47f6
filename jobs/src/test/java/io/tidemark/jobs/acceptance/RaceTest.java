package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class RaceTest {

  @Test
  void racingRunsAllEndWellAndEveryRowIsStoredOnce(SparkSession spark, @TempDir Path folder)
      throws Exception {
    String now = SmallBank.NOW;
    ProjectFolder project = SmallBank.written(spark, folder);
    for (Ran ran : Races.atOnce(project, "apply" + now, "apply" + now)) {
      ran.ok();
    }
    String window = "materialize balance@1 --from 2026-03-01 --to 2026-03-31" + now;
    List<Ran> raced = Races.atOnce(project, window, window);
    raced.forEach(Ran::ok);
    assertThat(raced.stream().mapToInt(r -> r.onlyResult().get("rowsAdded").asInt()).sum())
        .isEqualTo(3);
    assertThat(project.lines("SELECT balance FROM features.balance_v1 ORDER BY balance"))
        .containsExactly("5.00", "10.50", "20.25");
    List<Ran> sets =
        Races.atOnce(
            project, "training-set create credit" + now, "training-set create credit" + now);
    sets.forEach(Ran::ok);
    assertThat(project.number("SELECT count(*) FROM training.credit_v1")).isEqualTo(4);
    assertThat(EventChain.problems(project.sql("SELECT * FROM registry.event"))).isEmpty();
    assertThat(project.lines("SELECT state, count(*) FROM registry.run GROUP BY state"))
        .containsExactly("SUCCEEDED|6");
  }
}
