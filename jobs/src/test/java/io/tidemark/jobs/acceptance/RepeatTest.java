package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each verb a second time, and what the registry says of both times. */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RepeatTest {

  private static final String NOW = SmallBank.NOW;

  @TempDir static Path folder;
  private ProjectFolder project;
  private Ran applied;
  private Ran materialized;
  private Ran created;

  @BeforeAll
  void once(SparkSession spark) {
    project = SmallBank.written(spark, folder);
    applied = project.verb("apply" + NOW).written();
    materialized = project.verb("materialize --from 2026-03-01 --to 2026-03-31" + NOW).written();
    created = project.verb("training-set create credit" + NOW).written();
  }

  @Test
  @Order(1)
  void applyNamesEveryObjectAsCreated() {
    assertThat(changes(applied))
        .containsOnly(
            Map.entry("FeatureView/balance@1", "created"),
            Map.entry("FeatureView/card_limit@1", "created"),
            Map.entry("FeatureService/credit_risk@1", "created"));
    assertThat(project.read("warehouse/_tidemark.json"))
        .isEqualToIgnoringWhitespace("{\"layout\":1}");
  }

  private static Map<String, String> changes(Ran ran) {
    Map<String, String> changes = new TreeMap<>();
    ran.results().forEach(r -> changes.put(r.get("object").asText(), r.get("change").asText()));
    return changes;
  }

  @Test
  @Order(1)
  void resultsHaveTheFieldsOfTheContractInItsOrder() {
    assertThat(materialized.json().fieldNames())
        .toIterable()
        .containsExactly("verb", "runId", "status", "exitCode", "results", "problems");
    assertThat(materialized.result("view", "balance@1").fieldNames())
        .toIterable()
        .containsExactly(
            "view",
            "from",
            "to",
            "status",
            "rowsRead",
            "rowsAdded",
            "rowsDuplicate",
            "rowsDropped",
            "rowsQuarantined",
            "table",
            "version",
            "seq");
    JsonNode set = created.onlyResult();
    assertThat(set.fieldNames())
        .toIterable()
        .containsExactly("name", "version", "table", "status", "rows", "views", "signature");
    assertThat(set.get("views").get(0).fieldNames())
        .toIterable()
        .containsExactly("view", "way", "matched", "seq");
    assertThat(set.get("table").asText()).isEqualTo("training.credit_v1");
    assertThat(created.json().get("verb").asText()).isEqualTo("training-set create");
  }

  @Test
  @Order(1)
  void theSetHoldsTheRightRows() {
    assertThat(project.csv("SELECT * FROM training.credit_v1 ORDER BY loan_id"))
        .isEqualTo(
            """
            loan_id,customer_id,asked_at,balance,ceiling,balance__event_ts,balance__known_at,card_limit__event_ts,card_limit__known_at
            100,1,2026-03-01T12:00:00.000000Z,10.50,100,2026-03-01T00:00:00.000000Z,2026-03-01T00:00:00.000000Z,2026-03-01T00:00:00.000000Z,2026-03-01T00:00:00.000000Z
            101,1,2026-03-03T00:00:00.000000Z,20.25,100,2026-03-02T00:00:00.000000Z,2026-03-02T00:00:00.000000Z,2026-03-01T00:00:00.000000Z,2026-03-01T00:00:00.000000Z
            102,2,2026-03-03T00:00:00.000000Z,5.00,,2026-03-01T00:00:00.000000Z,2026-03-01T00:00:00.000000Z,2026-03-02T00:00:00.000000Z,2026-03-02T00:00:00.000000Z
            103,3,2026-03-03T00:00:00.000000Z,,,,,,
            """);
  }

  @Test
  @Order(2)
  void everyVerbASecondTimeIsUnchangedAndAddsNothing() {
    Map<String, String> before = project.data();
    assertThat(changes(project.verb("apply" + NOW).unchanged()).values()).containsOnly("none");
    Ran again = project.verb("materialize --from 2026-03-01 --to 2026-03-31" + NOW).unchanged();
    for (JsonNode first : materialized.results()) {
      JsonNode second = again.result("view", first.get("view").asText());
      assertThat(second.get("status").asText()).isEqualTo("unchanged");
      assertThat(second.get("version")).isEqualTo(first.get("version"));
      assertThat(second.get("seq")).isEqualTo(first.get("seq"));
      assertThat(second.get("rowsDuplicate")).isEqualTo(first.get("rowsAdded"));
    }
    Ran set = project.verb("training-set create credit" + NOW).unchanged();
    assertThat(set.onlyResult().get("status").asText()).isEqualTo("unchanged");
    assertThat(set.onlyResult().get("version").asInt()).isEqualTo(1);
    assertThat(set.onlyResult().get("rows").asInt()).isEqualTo(4);
    assertThat(project.data()).isEqualTo(before);
    assertThat(project.number("SELECT count(*) FROM registry.object")).isEqualTo(3);
    assertThat(project.number("SELECT count(*) FROM registry.training_set")).isEqualTo(1);
  }

  @Test
  @Order(3)
  void newRowsThatNoSpineRowMaySeeLeaveTheSetUnchanged() {
    SmallBank.balances(
        project,
        "(1, @03-01@, 10.50), (1, @03-02@, 20.25), (2, @03-01@, 5.00), (1, @03-20@, 99.00)");
    assertThat(
            project
                .verb("materialize balance@1" + NOW)
                .written()
                .onlyResult()
                .get("rowsAdded")
                .asInt())
        .isEqualTo(1);
    Ran set = project.verb("training-set create credit" + NOW).unchanged();
    assertThat(set.onlyResult().get("version").asInt()).isEqualTo(1);
    assertThat(project.warehouse().resolve("training/credit_v2")).doesNotExist();
  }

  @Test
  @Order(4)
  void metadataMayChangeAndIsRecorded() {
    project.replace("definitions/views.yaml", "what is owed", "what a customer owes");
    assertThat(changes(project.verb("apply" + NOW).written()))
        .containsEntry("FeatureView/balance@1", "metadata")
        .containsEntry("FeatureView/card_limit@1", "none");
    assertThat(project.number("SELECT count(*) FROM registry.object WHERE name = 'balance'"))
        .isEqualTo(2);
  }

  @Test
  @Order(5)
  void anotherDefinitionOfTheSetMakesTheNextVersion() {
    project.replace("definitions/views.yaml", "  columns: [\"*\"]", "  columns: [loan_id]");
    Ran set = project.verb("training-set create credit" + NOW).written();
    assertThat(set.onlyResult().get("table").asText()).isEqualTo("training.credit_v2");
    assertThat(project.sql("SELECT * FROM training.credit_v2 LIMIT 1").get(0).fieldNames())
        .toIterable()
        .startsWith("loan_id", "balance", "ceiling");
  }

  @Test
  @Order(6)
  void runsAreRecordedWithWhatTheyReadAndWrote() {
    List<JsonNode> runs = project.sql("SELECT * FROM registry.run");
    assertThat(runs)
        .allSatisfy(
            run -> {
              assertThat(run.get("state").asText()).isEqualTo("SUCCEEDED");
              assertThat(run.get("exit_code").asInt()).isZero();
              assertThat(run.get("now").asText()).isEqualTo("2026-04-01T00:00:00.000000Z");
              assertThat(run.get("run_id").asText())
                  .matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-.*");
              assertThat(run.get("started_at").asText())
                  .isLessThanOrEqualTo(run.get("ended_at").asText());
            });
    assertThat(runs.stream().map(r -> r.get("verb").asText()).distinct())
        .containsExactlyInAnyOrder("apply", "materialize", "training-set create");
    assertThat(runs).hasSize(10);
    assertThat(io(materialized))
        .containsExactlyInAnyOrder(
            "READ source:balances", "READ source:limits",
            "READ features.balance_v1", "READ features.card_limit_v1",
            "WRITE features.balance_v1", "WRITE features.card_limit_v1");
    assertThat(io(created))
        .containsExactlyInAnyOrder(
            "READ source:loans",
            "READ features.balance_v1",
            "READ features.card_limit_v1",
            "WRITE training.credit_v1");
    assertThat(
            project.number(
                "SELECT count(*) FROM registry.run_io WHERE name LIKE 'source:%'"
                    + " AND (fingerprint NOT RLIKE '^[0-9a-f]{64}$' OR version IS NOT NULL)"))
        .isZero();
    assertThat(
            project.number(
                "SELECT count(*) FROM registry.run_io WHERE name NOT LIKE 'source:%'"
                    + " AND (version IS NULL OR table_id IS NULL)"))
        .isZero();
  }

  private List<String> io(Ran ran) {
    return project
        .lines(
            "SELECT DISTINCT direction, name FROM registry.run_io WHERE run_id = '"
                + ran.json().get("runId").asText()
                + "'")
        .stream()
        .map(line -> line.replace("|", " "))
        .toList();
  }

  @Test
  @Order(6)
  void objectsAndWhatTheyDependOnAreRecorded() {
    JsonNode view =
        project
            .sql("SELECT * FROM registry.object WHERE name = 'balance' ORDER BY registered_at")
            .get(0);
    assertThat(view.fieldNames())
        .toIterable()
        .containsExactly(
            "kind",
            "name",
            "version",
            "state",
            "owner",
            "team",
            "use_case",
            "sensitivity",
            "semantic_hash",
            "metadata_hash",
            "definition",
            "registered_at",
            "run_id");
    assertThat(
            List.of(
                view.get("kind").asText(),
                view.get("state").asText(),
                view.get("owner").asText(),
                view.get("team").asText(),
                view.get("use_case").asText(),
                view.get("sensitivity").asText()))
        .containsExactly("FeatureView", "active", "card-risk", "risk-ml", "credit", "confidential");
    assertThat(view.get("semantic_hash").asText()).matches("[0-9a-f]{64}");
    assertThat(view.get("definition").asText()).startsWith("{").contains("\"balances\"");
    assertThat(
            project.lines(
                "SELECT kind, name, version, on_kind, on_name FROM registry.dependency"
                    + " WHERE kind <> 'TrainingSet' AND on_kind <> 'Entity' ORDER BY ALL"))
        .contains(
            "FeatureService|credit_risk|1|FeatureView|balance",
            "FeatureService|credit_risk|1|FeatureView|card_limit",
            "FeatureView|balance|1|Source|balances",
            "FeatureView|card_limit|1|Source|limits");
  }

  @Test
  @Order(6)
  void theTrainingSetIsRecordedWithItsColumnsAndInputs() {
    JsonNode set =
        project
            .sql("SELECT * FROM registry.training_set WHERE name = 'credit' AND version = 1")
            .get(0);
    assertThat(set.fieldNames())
        .toIterable()
        .containsExactly(
            "name",
            "version",
            "table",
            "definition_hash",
            "rows",
            "columns",
            "inputs",
            "knowledge",
            "now",
            "content_digest",
            "manifest",
            "envelope_id",
            "state",
            "run_id",
            "created_at");
    assertThat(set.get("table").asText()).isEqualTo("training.credit_v1");
    assertThat(set.get("rows").asInt()).isEqualTo(4);
    assertThat(set.get("knowledge").asText()).isEqualTo("as_known");
    assertThat(set.get("run_id")).isEqualTo(created.json().get("runId"));
    List<String> columns = new ArrayList<>();
    set.get("columns")
        .forEach(
            c ->
                columns.add(
                    c.get("name").asText()
                        + " "
                        + c.get("type").asText()
                        + " "
                        + c.get("nulls").asInt()));
    assertThat(columns)
        .startsWith(
            "loan_id BIGINT 0",
            "customer_id BIGINT 0",
            "asked_at TIMESTAMP 0",
            "balance DECIMAL(10,2) 1",
            "ceiling INT 2")
        .hasSize(9);
  }

  @Test
  @Order(7)
  void theHashChainOfEveryStreamHolds() {
    assertThat(EventChain.problems(project.sql("SELECT * FROM registry.event"))).isEmpty();
    assertThat(
            project.lines(
                "SELECT count(DISTINCT stream) = (SELECT count(*) FROM registry.run) FROM"
                    + " registry.event"))
        .containsExactly("true");
  }

  @Test
  @Order(8)
  void rebuildingTheRegistryGivesTheSameRows() {
    Map<String, List<String>> before = registry();
    assertThat(before.get("run")).isNotEmpty();
    String run = project.verb("registry rebuild" + NOW).ok().json().get("runId").asText();
    Map<String, List<String>> after = registry();
    after.replaceAll((table, rows) -> rows.stream().filter(r -> !r.contains(run)).toList());
    assertThat(after).isEqualTo(before);
    assertThat(EventChain.problems(project.sql("SELECT * FROM registry.event"))).isEmpty();
    project.verb("training-set create credit" + NOW).unchanged();
  }

  private Map<String, List<String>> registry() {
    Map<String, List<String>> tables = new TreeMap<>();
    for (String table : List.of("run", "run_io", "object", "dependency", "training_set")) {
      tables.put(
          table, project.lines("SELECT * FROM registry." + table).stream().sorted().toList());
    }
    return tables;
  }

  @Test
  @Order(9)
  void readingVerbsWriteNothing() throws Exception {
    Map<String, String> before = project.everything();
    project.sql("SHOW TABLES IN features");
    project.plain("sql", "SELECT 1", "-o", "table");
    project.plain("list", "-o", "json");
    project.plain("describe", "FeatureView/balance@1");
    assertThat(project.everything()).isEqualTo(before);
    try (Stream<Path> runs = Files.list(project.warehouse().resolve("_runs"))) {
      assertThat(runs.filter(run -> !run.getFileName().toString().startsWith(".")).count())
          .isEqualTo(project.number("SELECT count(*) FROM registry.run"));
    }
  }
}
