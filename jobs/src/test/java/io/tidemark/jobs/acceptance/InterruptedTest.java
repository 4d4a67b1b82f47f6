package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.tidemark.lineage.testing.SparkExtension;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A job's process that is asked to end in the middle of its work. */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterruptedTest {

  private static final String NOW = SmallBank.NOW;
  private static final String CREATE = "training-set create credit" + NOW;

  @TempDir static Path folder;
  private SparkSession spark;
  private ProjectFolder applied;
  private ProjectFolder materialized;

  @BeforeAll
  void prepare(SparkSession session) {
    spark = session;
    applied = SmallBank.written(spark, folder.resolve("applied"));
    applied.verb("apply" + NOW).written();
    materialized = copy(applied, "materialized");
    materialized.verb("materialize" + NOW).written();
  }

  private ProjectFolder copy(ProjectFolder project, String name) {
    return new ProjectFolder(spark, Folders.copy(project.root(), folder.resolve(name)));
  }

  private static JobProcess start(ProjectFolder project, String verb) throws IOException {
    return JobProcess.start(project.root().resolveSibling("job"), project, verb);
  }

  @Test
  void aMaterialiseThatIsAskedToEndSaysSoAndTheNextCompletesIt() throws Exception {
    ProjectFolder project = copy(applied, "term/project");
    interrupted(project, "materialize" + NOW, "before commit features/balance_v1/.*", "TERM");
    project.verb("materialize" + NOW).ok();
    sameAs(materialized, project, "FAILED");
  }

  @Test
  void aCreateThatIsInterruptedSaysSoAndTheNextCompletesIt() throws Exception {
    // A process that is started in the background is not to hear of it.
    assumeFalse(isIgnored(2), "SIGINT is ignored here");
    ProjectFolder project = copy(materialized, "int/project");
    interrupted(project, CREATE, "after commit training/credit_v1/.*", "INT");
    project.verb(CREATE).written();
    assertThat(project.lines("SELECT `table`, `rows` FROM registry.training_set"))
        .containsExactly("training.credit_v1|4");
  }

  private static void interrupted(ProjectFolder project, String verb, String where, String signal)
      throws Exception {
    try (JobProcess job = start(project, verb)) {
      int code = job.goTo(where).end(signal);
      assertThat(code).as(job.log()).isEqualTo(130);
      assertThat(project.lines("SELECT state, exit_code FROM registry.run ORDER BY started_at"))
          .as(job.log())
          .endsWith("FAILED|130");
    }
  }

  private static boolean isIgnored(int signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> new BigInteger(line.substring(7).strip(), 16))
            .anyMatch(ignored -> ignored.testBit(signal - 1));
  }

  @Test
  void whatComesAfterAKilledRunThatStoredItsRowsIsLate() throws Exception {
    String window = "materialize balance@1 --from 2026-03-01 --to 2026-03-31";
    ProjectFolder whole = copy(applied, "late/whole");
    whole.verb(window + NOW).written();
    ProjectFolder killed = copy(applied, "late/project");
    try (JobProcess job = start(killed, window + NOW)) {
      assertThat(job.goTo("after commit features/balance_v1/.*").end("KILL")).isEqualTo(137);
    }
    for (ProjectFolder project : List.of(whole, killed)) {
      SmallBank.balances(
          project,
          "(1, @03-01@, 10.50), (1, @03-02@, 20.25), (2, @03-01@, 5.00), (3, @03-05@, 9.00)");
      project.verb(window + " --now 2026-04-09T00:00:00Z").written();
      assertThat(project.lines("SELECT known_at FROM features.balance_v1 WHERE customer_id = 3"))
          .containsExactly("2026-04-09T00:00:00.000000Z");
    }
    sameAs(whole, killed, "LOST");
  }

  @Test
  void aSetWhoseMakerDiedIsFoundByTheOneThatWaits() throws Exception {
    ProjectFolder project = copy(materialized, "waits/project");
    CompletableFuture<Ran> waiting;
    try (JobProcess job = start(project, CREATE)) {
      job.goTo("after commit training/credit_v1/.*").goTo("after commit registry/event/.*");
      long begun = begun(project);
      waiting = CompletableFuture.supplyAsync(() -> project.verb(CREATE));
      while (begun(project) == begun) {
        Thread.sleep(20);
      }
      // Long enough to be at the table that the other has made.
      Thread.sleep(3000);
      job.end("KILL");
    }
    assertThat(waiting.get().unchanged().onlyResult().get("version").asInt()).isEqualTo(1);
    assertThat(project.lines("SELECT `table` FROM registry.training_set"))
        .containsExactly("training.credit_v1");
  }

  /** The projects' tables are equal, and the second one's runs have succeeded or are so. */
  private static void sameAs(ProjectFolder whole, ProjectFolder project, String state) {
    try (DuckDb duck = new DuckDb()) {
      Survival survival = new Survival(duck);
      assertThat(survival.content(project.warehouse()))
          .isEqualTo(survival.content(whole.warehouse()));
      survival.runsAreWhole(project.warehouse(), List.of("SUCCEEDED", state));
      survival.rebuildChangesNothing(project);
    }
  }

  private static long begun(ProjectFolder project) {
    return Folders.names(project.warehouse().resolve("_runs/.open")).size();
  }
}
