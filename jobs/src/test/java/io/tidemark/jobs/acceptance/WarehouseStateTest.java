package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.lineage.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Warehouses that are missing, foreign, unwritable, half there or still empty. */
@ExtendWith(SparkExtension.class)
class WarehouseStateTest {

  private static final String NOW = SmallBank.NOW;
  private static final String VIEWS = "definitions/views.yaml";

  @TempDir Path folder;
  private SparkSession spark;

  @BeforeEach
  void session(SparkSession session) {
    spark = session;
  }

  @ParameterizedTest
  @ValueSource(strings = {"materialize", "training-set create credit"})
  void beforeApplyEverythingNamesApplyAndMakesNoWarehouse(String verb) {
    ProjectFolder fresh = SmallBank.written(spark, folder.resolve("before_" + verb.length()));
    fresh.verb(verb + NOW).refusedSaying("tidemark apply");
    assertThat(fresh.warehouse()).doesNotExist();
  }

  @Test
  void anUnwritableWarehouseIsRefused() throws IOException {
    ProjectFolder fresh = SmallBank.written(spark, folder.resolve("unwritable"));
    fresh.text("blocked", "a file where a folder should be");
    fresh.replace("project.yaml", "./warehouse", "./blocked/warehouse");
    fresh.verb("apply" + NOW).refused();
    assertThat(fresh.read("blocked")).isEqualTo("a file where a folder should be");
    fresh.replace("project.yaml", "./blocked/warehouse", "./blocked");
    fresh.verb("apply" + NOW).refused();
    assertThat(fresh.read("blocked")).isEqualTo("a file where a folder should be");
  }

  @Test
  void aFolderThatIsNoWarehouseOfOursIsRefusedAndLeftAlone() {
    for (String layout : List.of("", "{\"layout\": 2}", "layout: 1")) {
      ProjectFolder fresh = SmallBank.written(spark, folder.resolve("foreign_" + layout.length()));
      fresh.text("warehouse/something.txt", "not ours");
      if (!layout.isEmpty()) {
        fresh.text("warehouse/_tidemark.json", layout);
      }
      Map<String, String> before = fresh.everything();
      for (String verb : List.of("apply", "materialize", "training-set create credit")) {
        fresh.verb(verb + NOW).refused();
      }
      assertThat(fresh.everything()).isEqualTo(before);
    }
  }

  @Test
  void anEmptyWarehouseFolderIsInitialised() throws IOException {
    ProjectFolder fresh = SmallBank.written(spark, folder.resolve("empty_folder"));
    Files.createDirectories(fresh.warehouse());
    fresh.verb("apply" + NOW).written();
  }

  @Test
  void aMissingTableFolderNamesApplyWhichMakesItAnew() throws IOException {
    ProjectFolder fresh = SmallBank.done(spark, folder.resolve("lost_table"));
    try (Stream<Path> files = Files.walk(fresh.warehouse().resolve("features/balance_v1"))) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    fresh.verb("materialize balance@1" + NOW).refusedSaying("tidemark apply");
    fresh.verb("training-set create credit" + NOW).refusedSaying("tidemark apply");
    JsonNode made = fresh.verb("apply" + NOW).written().result("object", "FeatureView/balance@1");
    assertThat(made.get("change").asText()).isEqualTo("created");
    assertThat(
            fresh
                .verb("materialize balance@1" + NOW)
                .written()
                .onlyResult()
                .get("rowsAdded")
                .asInt())
        .isEqualTo(3);
  }

  @Test
  void aViewThatWasNeverMaterialisedGivesNullsAndAWarning() {
    ProjectFolder fresh = SmallBank.written(spark, folder.resolve("never"));
    fresh.verb("apply" + NOW).written();
    fresh.verb("materialize balance@1" + NOW).written();
    Ran ran = fresh.verb("training-set create credit" + NOW).written();
    assertThat(ran.problems())
        .filteredOn(p -> p.get("severity").asText().equals("warn"))
        .hasSize(1)
        .allMatch(p -> p.toString().contains("card_limit@1"));
    assertThat(fresh.number("SELECT count(ceiling) FROM training.credit_v1")).isZero();
    assertThat(fresh.number("SELECT count(balance) FROM training.credit_v1")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTableWhoseFilesAreGoneOrSpoiltIsRefusedAndNothingIsPublished(boolean gone)
      throws IOException {
    ProjectFolder fresh = SmallBank.written(spark, folder.resolve("files_" + gone));
    fresh.verb("apply" + NOW).written();
    fresh.verb("materialize" + NOW).written();
    try (Stream<Path> files = Files.walk(fresh.warehouse().resolve("features/balance_v1"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".parquet")).toList()) {
        Files.delete(file);
        if (!gone) {
          Files.writeString(file, "this is no Parquet, though it is long enough for a footer");
        }
      }
    }
    fresh.verb("training-set create credit" + NOW).refused();
    assertThat(fresh.warehouse().resolve("training/credit_v1")).doesNotExist();
    assertThat(fresh.number("SELECT count(*) FROM registry.training_set")).isZero();
    Ran sql =
        fresh
            .plain("sql", "SELECT sum(balance) FROM features.balance_v1", "-o", "csv")
            .withoutTrace();
    assertThat(sql.exitCode()).isEqualTo(2);
    assertThat(sql.out()).isEmpty();
  }

  @Test
  void anotherNumberOfBucketsLeavesTheTableAsItWasMade() {
    ProjectFolder fresh = SmallBank.written(spark, folder.resolve("buckets"));
    fresh.verb("apply" + NOW).written();
    fresh.replace(VIEWS, "materialize: {buckets: 2}", "materialize: {buckets: 5}");
    JsonNode applied =
        fresh.verb("apply" + NOW).written().result("object", "FeatureView/balance@1");
    assertThat(applied.get("change").asText()).isEqualTo("metadata");
    fresh.verb("materialize" + NOW).written();
    assertThat(fresh.number("SELECT count(*) FROM features.balance_v1 WHERE _bucket < 2"))
        .isEqualTo(3);
  }

  @Test
  void aMissingTypedTableLeavesTheOutcomeAndIsRebuilt() throws IOException {
    ProjectFolder fresh = SmallBank.written(spark, folder.resolve("typed"));
    fresh.verb("apply" + NOW).written();
    try (Stream<Path> files = Files.walk(fresh.warehouse().resolve("registry/run_io"))) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    Ran ran = fresh.verb("materialize" + NOW).written();
    assertThat(ran.problems())
        .anyMatch(p -> p.get("code").asText().equals("REGISTRY_INCOMPLETE"))
        .allMatch(p -> p.get("severity").asText().equals("warn"));
    fresh.verb("registry rebuild" + NOW).ok();
    assertThat(fresh.number("SELECT count(*) FROM registry.run_io WHERE direction = 'READ'"))
        .isEqualTo(4);
    assertThat(fresh.lines("SELECT verb, state FROM registry.run ORDER BY started_at"))
        .containsExactly("apply|SUCCEEDED", "materialize|SUCCEEDED", "registry rebuild|SUCCEEDED");
  }

  @Test
  void nothingSelectedIsNine() {
    ProjectFolder fresh = SmallBank.written(spark, folder.resolve("drafts"));
    fresh.replace(VIEWS, "  materialize: {buckets: 2}", "  lifecycle: {state: draft}");
    fresh.verb("apply" + NOW).written();
    Ran ran = fresh.verb("materialize" + NOW);
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(9);
    assertThat(ran.status()).isEqualTo("refused");
  }
}
