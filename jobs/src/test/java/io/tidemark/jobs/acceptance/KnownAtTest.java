package io.tidemark.jobs.acceptance;

import static io.tidemark.jobs.acceptance.KnowledgeProject.added;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a declared known-at means, what is stored of it and what is counted (CONTRACT M, B). */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnownAtTest {

  @TempDir static Path folder;
  private KnowledgeProject views;

  private static final String LOAD_TIME_SET =
      """
      kind: Source
      metadata: {name: spine}
      spec: {format: parquet, path: data/spine.parquet}
      ---
      kind: FeatureService
      metadata: {name: loaded_service, version: 1}
      spec: {features: [{view: loaded@1, select: [v]}]}
      ---
      kind: TrainingSet
      metadata: {name: loaded_set}
      spec: {spine: {source: spine, timestamp: ts}, service: loaded_service@1, diagnostics: false}
      """;

  @BeforeAll
  void applyOnce(SparkSession spark) {
    views = new KnowledgeProject(spark, folder);
    for (String name :
        List.of("windows", "repeated", "stored_tie", "bystander", "loaded", "filtered", "shaped")) {
      views.known(name, "(9, @01-01@, @01-01@, 0)");
      views.add(
          name,
          ", knownAt: known_at" + more(name),
          "PT0S",
          name.equals("shaped") ? "  tieBreaker: [e]\n" : "");
    }
    views
        .project()
        .parquet(
            "data/spine.parquet",
            PointInTimeFixture.times(
                "SELECT k::BIGINT AS k, @03-20@ AS ts FROM range(1, 21) t(k)"));
    views.apply(LOAD_TIME_SET);
  }

  private static String more(String name) {
    return switch (name) {
      case "filtered" -> ", filter: \"v > 0\", deletedWhen: \"v = 13\"";
      case "shaped" -> ", id: [e, v], availabilityLag: PT2H, deletedWhen: \"v = 13\"";
      default -> "";
    };
  }

  @Test
  void withADeclaredKnownAtEachRowBelongsToTheWindowInWhichItWasKnown() {
    views.known(
        "windows",
        "(1, @03-01@, @03-01 23:59:59.999999@, 1), (1, @03-01@, @03-02@, 2), (2, @03-01@, @03-05@,"
            + " 3)");
    String now = " --now 2026-03-02T00:00:00Z";
    added(views.materialize("windows", "--date 2026-03-01" + now), 1, 1, 0);
    added(views.materialize("windows", "--date 2026-03-03" + now), 0, 0, 0);
    added(views.materialize("windows", now), 2, 1, 1);
    added(views.materialize("windows", "--from 2026-03-01 --to 2026-03-05" + now), 3, 1, 2);
    assertThat(views.stored("windows"))
        .containsExactly(
            "1|03-01|2026-03-01T23:59:59.999999Z|1.0", "1|03-01|03-02|2.0", "2|03-01|03-05|3.0");
  }

  @Test
  void materialisingTwiceInAnyOrderStoresEveryDistinctRowOnce() {
    views.known(
        "repeated", "(1, @03-01@, @03-02@, 1), (1, @03-01@, @03-03@, 2), (1, @03-01@, @03-04@, 1)");
    Ran first = views.materialize("repeated", "--date 2026-03-03 --now 2026-03-10T00:00:00Z");
    added(first, 1, 1, 0);
    Ran second = views.materialize("repeated", "--now 2026-03-10T00:00:00Z");
    added(second, 3, 2, 1);
    Ran third =
        views.materialize(
            "repeated", "--from 2026-03-01 --to 2026-03-09 --now 2026-03-11T00:00:00Z");
    added(third, 3, 0, 3);
    assertThat(third.onlyResult().get("version")).isEqualTo(second.onlyResult().get("version"));
    assertThat(third.onlyResult().get("seq")).isEqualTo(second.onlyResult().get("seq"));
    assertThat(second.onlyResult().get("seq").asInt())
        .isEqualTo(first.onlyResult().get("seq").asInt() + 1);
    assertThat(
            views
                .project()
                .lines(
                    "SELECT _seq, count(*) FROM features.repeated_v1 GROUP BY _seq ORDER BY _seq"))
        .containsExactly("1|1", "2|2");
  }

  @Test
  void aTieWithAStoredRowIsRefusedAndWritesNothing() {
    views.known("stored_tie", "(1, @03-01@, @03-01@, 1)");
    added(views.materialize("stored_tie", "--now 2026-03-10T00:00:00Z"), 1, 1, 0);
    views.known("stored_tie", "(1, @03-01@, @03-01@, 2), (2, @03-01@, @03-01@, 2)");
    views
        .project()
        .verb("materialize stored_tie@1 bystander@1 --now 2026-03-11T00:00:00Z")
        .refusedAbout("FeatureView/stored_tie@1");
    assertThat(views.stored("stored_tie")).containsExactly("1|03-01|03-01|1.0");
    assertThat(views.stored("bystander")).as("other views of the command").hasSize(1);
  }

  @Test
  void countsAreOfRowsAfterTheFilterAndADeletionStoresNull() {
    views.known(
        "filtered",
        "(1, @03-01@, @03-01@, 1), (1, @03-02@, @03-02@, -1), (1, @03-03@, @03-03@, NULL),"
            + " (NULL, @03-01@, @03-01@, 5), (NULL, NULL, @03-01@, 5), (1, @03-04@, NULL, 5),"
            + " (1, @03-05@, @03-05@, 13), (1, @03-09@, @03-09@, 13)");
    Ran ran =
        views.materialize(
            "filtered", "--from 2026-03-01 --to 2026-03-05 --now 2026-03-10T00:00:00Z");
    added(ran, 5, 2, 0);
    JsonNode dropped = ran.onlyResult().get("rowsDropped");
    assertThat(dropped.get("nullKey").asInt()).as("a row is dropped once").isEqualTo(2);
    assertThat(dropped.get("nullEventTime").asInt()).isZero();
    assertThat(dropped.get("nullKnownAt").asInt()).as("a NULL window time").isEqualTo(1);
    assertThat(
            views
                .project()
                .lines("SELECT event_ts, v, _deleted FROM features.filtered_v1 ORDER BY event_ts"))
        .containsExactly(
            "2026-03-01T00:00:00.000000Z|1.0|false", "2026-03-05T00:00:00.000000Z|~|true");
  }

  @Test
  void theTableHasTheColumnsTheContractNamesInItsOrder() {
    views
        .project()
        .parquet(
            "data/shaped.parquet",
            PointInTimeFixture.times(
                "SELECT 1::BIGINT AS k, @03-01@ AS event_ts, @03-01 01:00:00@ AS known_at,"
                    + " 5::DOUBLE AS v, 7 AS e"));
    added(views.materialize("shaped", "--now 2026-03-10T00:00:00Z"), 1, 1, 0);
    JsonNode row = views.project().sql("SELECT * FROM features.shaped_v1").get(0);
    assertThat(row.fieldNames())
        .toIterable()
        .containsExactly(
            "k",
            "event_ts",
            "known_at",
            "_eff_ts",
            "_deleted",
            "_id",
            "_tie",
            "v",
            "_seq",
            "_bucket",
            "_run");
    assertThat(row.get("_eff_ts").asText())
        .as("event + lag")
        .isEqualTo("2026-03-01T02:00:00.000000Z");
    assertThat(row.get("_id").toString()).isEqualTo("{\"e\":7,\"v\":5.0}");
    assertThat(row.get("_tie").asInt()).isEqualTo(7);
    assertThat(
            views
                .project()
                .number("SELECT count(*) FROM features.shaped_v1 WHERE _bucket = pmod(hash(k), 1)"))
        .isEqualTo(1);
  }

  @Test
  void aKnownAtThatLooksLikeALoadTimeIsWarnedAbout() {
    StringBuilder values = new StringBuilder("(1, @03-01@, @03-01@, 0)");
    for (int k = 2; k <= 20; k++) {
      values.append(", (%d, @03-01@, @04-01@, %d)".formatted(k, k));
    }
    views.known("loaded", values.toString());
    added(views.materialize("loaded", "--now 2026-05-01T00:00:00Z"), 20, 20, 0);
    Ran ran =
        views.project().verb("training-set create loaded_set --now 2026-05-01T00:00:00Z").written();
    assertThat(ran.messages()).anyMatch(m -> m.contains("load time"));
    assertThat(ran.problems())
        .anyMatch(
            p -> p.get("severity").asText().equals("warn") && p.toString().contains("loaded@1"));
    assertThat(views.project().number("SELECT count(v) FROM training.loaded_set_v1")).isEqualTo(1);
    assertThat(
            views.project().sql("SELECT * FROM training.loaded_set_v1 LIMIT 1").get(0).fieldNames())
        .toIterable()
        .as("no diagnostics")
        .containsExactly("k", "ts", "v");
  }

  @Test
  void theClockOfTheRunIsRecorded() {
    String run =
        views
            .project()
            .verb("materialize bystander@1 --now 2026-03-10T01:02:03Z")
            .ok()
            .json()
            .get("runId")
            .asText();
    assertThat(
            views
                .project()
                .lines(
                    "SELECT `now`, verb, state, exit_code FROM registry.run WHERE run_id = '"
                        + run
                        + "'"))
        .containsExactly("2026-03-10T01:02:03.000000Z|materialize|SUCCEEDED|0");
  }
}
