package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code cost ingest} and {@code cost attribute} that die between their commits. */
@ExtendWith(SparkExtension.class)
class CostKilledTest {
  private static final Instant TEN = Instant.parse("2026-04-10T10:00:00Z");

  @TempDir Path folder;

  /** The point is counted below the folder of one table: before its commit, and after it. */
  @ParameterizedTest
  @CsvSource({"cost/reconciliation, 2, 1", "cost/ledger, 1, 1", "cost/ledger, 2, 2"})
  void whatIsCurrentIsWholeWhereverAnAttributeDies(
      String table, int point, int current, SparkSession spark) throws Exception {
    CostProject project = new CostProject(spark, folder.resolve("project"));
    project.bill("main", List.of(CostProject.worker("j-ONE", "i-1", TEN, "0.3000000000")));
    project.ingest().ok();
    project.attribute().ok();
    project.bill("main", List.of(CostProject.worker("j-ONE", "i-1", TEN, "0.4000000000")));
    project.ingest().ok();
    dies(project, "cost attribute", table, point);
    assertWhole(project, current);
    project.attribute().ok();
    Ran again = project.attribute().ok();
    assertThat(again.onlyResult().get("status").asText()).isEqualTo("unchanged");
    assertWhole(project, again.onlyResult().get("version").asInt());
    assertThat(project.sums("'all'", "effective_cost", "true").toString()).contains("0.4");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aBillIsIngestedOnceWhereverItsIngestDies(int point, SparkSession spark) throws Exception {
    CostProject project = new CostProject(spark, folder.resolve("project"));
    project.bill("main", List.of(CostProject.worker("j-ONE", "i-1", TEN, "0.3000000000")));
    dies(project, "cost ingest", "cost/bill_line", point);
    assertThat(project.folder.number("SELECT count(*) FROM cost.bill_line")).isEqualTo(point - 1);
    assertThat(project.attribute().ok().results()).as("it is no delivery yet").isEmpty();
    assertThat(project.ingest().ok().onlyResult().get("status").asText()).isEqualTo("ingested");
    assertThat(project.ingest().ok().onlyResult().get("status").asText()).isEqualTo("unchanged");
    project.attribute().ok();
    assertWhole(project, 1);
  }

  private void dies(CostProject project, String verb, String table, int point) throws Exception {
    Path work = Files.createDirectories(folder.resolve("rival"));
    Files.writeString(
        work.resolve("stops"),
        "halt %d %s\n".formatted(point, project.folder.warehouse().resolve(table)));
    try (Rival rival = Rival.start(work)) {
      rival.run(project.folder.root(), verb + CostProject.NOW).get();
      throw new AssertionError("the run has not died");
    } catch (ExecutionException died) {
      assertThat(died).hasMessageContaining("null");
    }
  }

  private static void assertWhole(CostProject project, int version) {
    assertThat(project.folder.number("SELECT max(version) FROM cost.ledger")).isEqualTo(version);
    assertThat(
            project.folder.lines(
                "SELECT count(*), sum(residual) = 0 FROM cost.reconciliation WHERE cost ="
                    + " 'effective' AND version = "
                    + version))
        .containsExactly("1|true");
    assertThat(project.folder.number("SELECT count(*) FROM cost.ledger WHERE version = " + version))
        .isEqualTo(1);
  }
}
