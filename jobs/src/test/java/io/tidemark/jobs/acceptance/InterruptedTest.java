package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job's process that is asked to end in the middle of its work. */
@ExtendWith(SparkExtension.class)
class InterruptedTest {

  private static final String NOW = SmallBank.NOW;

  @ParameterizedTest
  @CsvSource({
    "TERM, materialize, before commit features/balance_v1/.*",
    "INT,  materialize, after commit features/balance_v1/.*",
    "TERM, training-set create credit, after commit training/credit_v1/.*"
  })
  void anInterruptedRunSaysSoAndTheNextCompletesIt(
      String signal, String verb, String where, SparkSession spark, @TempDir Path folder)
      throws Exception {
    ProjectFolder project = SmallBank.written(spark, folder.resolve("project"));
    project.verb("apply" + NOW).written();
    if (verb.startsWith("training")) {
      project.verb("materialize" + NOW).written();
    }
    ProjectFolder whole =
        new ProjectFolder(spark, Folders.copy(project.root(), folder.resolve("whole")));
    whole.verb(verb + NOW).written();

    try (JobProcess job = JobProcess.start(folder.resolve("job"), project, verb + NOW)) {
      int code = job.goTo(where).end(signal);
      assertThat(code).as(job.log()).isEqualTo(130);
      assertThat(project.lines("SELECT state, exit_code FROM registry.run ORDER BY started_at"))
          .as(job.log())
          .endsWith("FAILED|130");
    }
    project.verb(verb + NOW).ok();
    try (DuckDb duck = new DuckDb()) {
      Survival survival = new Survival(duck);
      assertThat(survival.content(project.warehouse()))
          .isEqualTo(survival.content(whole.warehouse()));
      survival.runsAreWhole(project.warehouse(), List.of("SUCCEEDED", "FAILED"));
      survival.rebuildChangesNothing(project);
    }
  }

  @Test
  void whatComesAfterAKilledRunThatStoredItsRowsIsLate(SparkSession spark, @TempDir Path folder)
      throws Exception {
    ProjectFolder killed = SmallBank.written(spark, folder.resolve("killed"));
    killed.verb("apply" + NOW).written();
    ProjectFolder whole =
        new ProjectFolder(spark, Folders.copy(killed.root(), folder.resolve("whole")));
    String window = "materialize balance@1 --from 2026-03-01 --to 2026-03-31";
    whole.verb(window + NOW).written();
    try (JobProcess job = JobProcess.start(folder.resolve("job"), killed, window + NOW)) {
      assertThat(job.goTo("after commit features/balance_v1/.*").end("KILL")).isEqualTo(137);
    }
    for (ProjectFolder project : List.of(whole, killed)) {
      SmallBank.balances(
          project,
          "(1, @03-01@, 10.50), (1, @03-02@, 20.25), (2, @03-01@, 5.00), (3, @03-05@, 9.00)");
      project.verb(window + " --now 2026-04-09T00:00:00Z").written();
      project.verb("materialize balance@1 --now 2026-04-10T00:00:00Z").unchanged();
      assertThat(project.lines("SELECT known_at FROM features.balance_v1 WHERE customer_id = 3"))
          .containsExactly("2026-04-09T00:00:00.000000Z");
    }
    try (DuckDb duck = new DuckDb()) {
      Survival survival = new Survival(duck);
      assertThat(survival.content(killed.warehouse()))
          .isEqualTo(survival.content(whole.warehouse()));
      survival.runsAreWhole(killed.warehouse(), List.of("SUCCEEDED", "LOST"));
      survival.rebuildChangesNothing(killed);
    }
  }

  @Test
  void aSetWhoseMakerDiedIsFoundByTheOneThatWaits(SparkSession spark, @TempDir Path folder)
      throws Exception {
    ProjectFolder project = SmallBank.written(spark, folder.resolve("project"));
    project.verb("apply" + NOW).written();
    project.verb("materialize" + NOW).written();
    String create = "training-set create credit" + NOW;
    CompletableFuture<Ran> waiting;
    try (JobProcess job = JobProcess.start(folder.resolve("job"), project, create)) {
      job.goTo("after commit training/credit_v1/.*").goTo("after commit registry/event/.*");
      long begun = begun(project);
      waiting = CompletableFuture.supplyAsync(() -> project.verb(create));
      while (begun(project) == begun) {
        Thread.sleep(20);
      }
      // Long enough to be at the table that the other has made.
      Thread.sleep(3000);
      job.end("KILL");
    }
    assertThat(waiting.get().unchanged().onlyResult().get("version").asInt()).isEqualTo(1);
    assertThat(project.lines("SELECT \"table\" FROM registry.training_set".replace("\"", "`")))
        .containsExactly("training.credit_v1");
  }

  private static long begun(ProjectFolder project) {
    return Folders.names(project.warehouse().resolve("_runs/.open")).size();
  }
}
