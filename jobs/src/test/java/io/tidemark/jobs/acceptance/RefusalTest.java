package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bad definitions, bad data, wrong order: exit 2 with a place, no stack trace, the warehouse as it
 * was.
 */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalTest {

  private static final String NOW = SmallBank.NOW;
  private static final String VIEWS = "definitions/views.yaml";
  private static final String SOURCES = "definitions/sources.yaml";

  @TempDir static Path folder;
  private SparkSession spark;
  private ProjectFolder project;

  @BeforeAll
  void doneOnce(SparkSession session) {
    spark = session;
    project = SmallBank.done(session, folder.resolve("done"));
  }

  /** What a text of a file is replaced by while the verb runs. */
  private Ran with(String file, String from, String to, String words) {
    String before = project.read(file);
    project.replace(file, from, to);
    try {
      return project.verb(words + NOW);
    } finally {
      project.text(file, before);
    }
  }

  /** Runs what the loader refuses: not one byte of the warehouse may change. */
  private Ran untouched(String file, String from, String to, String words) {
    Map<String, String> before = project.everything();
    Ran ran = with(file, from, to, words).refused();
    assertThat(project.everything()).as(ran.toString()).isEqualTo(before);
    assertThat(ran.json().get("runId").isNull()).as(ran.toString()).isTrue();
    return ran;
  }

  /** Runs what is refused later: only the failed run is recorded. */
  private Ran recorded(Ran ran, Map<String, String> before) {
    ran.refused();
    assertThat(project.everythingButRuns()).as(ran.toString()).isEqualTo(before);
    String run = ran.json().get("runId").asText();
    assertThat(
            project.lines("SELECT state, exit_code FROM registry.run WHERE run_id = '" + run + "'"))
        .as(ran.toString())
        .containsExactly("FAILED|2");
    assertThat(
            project.lines(
                "SELECT action FROM registry.event WHERE run_id = '" + run + "' ORDER BY seq"))
        .startsWith("RUN_STARTED")
        .endsWith("RUN_FAILED");
    return ran;
  }

  @Test
  void malformedYamlIsRefusedAtItsLine() {
    untouched(
            VIEWS, "spec: {keys: [{name: customer_id, type: BIGINT}]}", "spec: {keys: [}", "apply")
        .refusedAt(VIEWS, 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"apply", "materialize", "training-set create credit"})
  void anUnknownKeyIsRefusedAtItsLineWithTheNearestOne(String verb) {
    Ran ran = untouched(VIEWS, "  ttl: P30D", "  tll: P30D", verb);
    int line = project.line(VIEWS, "ttl: P30D");
    ran.refusedAt(VIEWS, line).refusedSaying("tll", "ttl");
  }

  @Test
  void allProblemsAreReportedAtOnceByFileAndLine() {
    String before = project.read(SOURCES);
    project.replace(SOURCES, "path: data/loans.parquet", "pth: data/loans.parquet");
    try {
      Ran ran = untouched(VIEWS, "ttl: P30D", "ttl: 30 days", "apply");
      List<String> places =
          ran.problems().stream()
              .map(p -> p.get("file").asText() + ":" + p.get("line").asInt())
              .toList();
      assertThat(places)
          .contains(
              SOURCES + ":" + project.line(SOURCES, "pth:"),
              VIEWS + ":" + project.line(VIEWS, "ttl: P30D"));
      assertThat(ran.problems()).extracting(p -> p.get("file").asText()).isSorted();
    } finally {
      project.text(SOURCES, before);
    }
  }

  @Test
  void problemsAsTextStandOnStderrOneLineEach() {
    String before = project.read(VIEWS);
    project.replace(VIEWS, "  ttl: P30D", "  tll: P30D");
    try {
      Ran ran = project.plain("apply");
      assertThat(ran.exitCode()).isEqualTo(2);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err().lines())
          .anyMatch(
              l -> l.startsWith(VIEWS + ":" + project.line(VIEWS, "tll: P30D") + ": error: "));
    } finally {
      project.text(VIEWS, before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "owner: card-risk | owner: [card-risk]",
        "entity: customer | entity: custmer",
        "sensitivity: confidential} | sensitivity: secret}",
        "clearance: confidential | clearance: public",
        "type: INT, column | type: INTT, column",
        "service: credit_risk@1 | service: credit_risk@2",
        "select: [card_limit] | select: [card_limt]",
        "select: [card_limit] | select: [card_limit, card_limit]",
        "ceiling} | balance}",
        "materialize: {buckets: 2} | materialize: {buckets: two}",
        "name: card_limit, version: 1 | name: card__limit, version: 1",
        "name: card_limit, version: 1 | name: card_limit",
        "timestamp: asked_at | stamp: asked_at",
        "columns: [\"*\"] | columns: &a [\"*\"]",
        "columns: [\"*\"] | knowledge: latest",
        "service: credit_risk@1 | service: credit_risk@1\\n  split: {by: time}",
      })
  void aWrongFieldIsRefusedAtAPlaceInItsFile(String from, String to) {
    Ran ran = with(VIEWS, from.strip(), to.strip().replace("\\n", "\n"), "apply").refused();
    assertThat(ran.problems())
        .as(ran.toString())
        .allSatisfy(
            p -> {
              assertThat(p.get("file").asText()).isEqualTo(VIEWS);
              assertThat(p.get("line").asInt()).isPositive();
            });
  }

  @Test
  void aWindowOverASourceWithoutAnIdIsRefused() {
    untouched(
            VIEWS,
            "  features:\n    - {name: card_limit, type: INT, column: amount}",
            "  aggregations: [{name: n, fn: count, window: P7D}]",
            "apply")
        .refusedSaying("has no id, and aggregations need to tell its events apart");
  }

  @Test
  void anEditOfAnAppliedVersionIsRefusedByEveryVerb() {
    Map<String, String> before = project.everythingButRuns();
    for (String verb : List.of("apply", "materialize card_limit@1", "training-set create credit")) {
      Ran ran = with(VIEWS, "ttl: P30D", "ttl: P60D", verb);
      recorded(ran, before).refusedAbout("FeatureView/card_limit@1");
    }
  }

  @Test
  void anEditOfASourceOfAnAppliedViewIsRefusedToo() {
    Map<String, String> before = project.everythingButRuns();
    recorded(
            with(
                SOURCES,
                "path: data/balances.parquet",
                "path: data/balances.parquet\n  filter: balance > 0",
                "apply"),
            before)
        .refusedAbout("FeatureView/balance@1");
  }

  private static ProjectFolder fresh(SparkSession spark, Path root) {
    return SmallBank.written(spark, root);
  }

  @Test
  void aMissingColumnIsRefusedAtItsFieldByApply() {
    ProjectFolder fresh = fresh(spark, folder.resolve("missing_column"));
    fresh.replace(VIEWS, "confidential}", "confidential, column: balanc}");
    Ran ran = fresh.verb("apply" + NOW).refusedSaying("balanc", "balance");
    ran.refusedAt(VIEWS, fresh.line(VIEWS, "column: balanc"));
    assertThat(fresh.warehouse().resolve("features")).doesNotExist();
  }

  @Test
  void aKeyOfAnotherTypeIsRefusedAtItsFieldByApply() {
    ProjectFolder fresh = fresh(spark, folder.resolve("key_type"));
    fresh.replace(VIEWS, "{name: customer_id, type: BIGINT}", "{name: customer_id, type: INT}");
    fresh.replace(SOURCES, "{name: cust, type: BIGINT}", "{name: cust, type: INT}");
    fresh.verb("apply" + NOW).refusedSaying("INT", "BIGINT").refusedAbout("FeatureView/balance@1");
    assertThat(fresh.warehouse().resolve("features")).doesNotExist();
  }

  @Test
  void aFeatureOfAnotherTypeIsRefusedByApply() {
    ProjectFolder fresh = fresh(spark, folder.resolve("feature_type"));
    fresh.replace(VIEWS, "DECIMAL(10,2)", "DECIMAL(12,2)");
    fresh
        .verb("apply" + NOW)
        .refusedSaying("DECIMAL(10,2)", "DECIMAL(12,2)")
        .refusedAt(VIEWS, fresh.line(VIEWS, "DECIMAL(12,2)"));
  }

  @Test
  void anUnreadableSourceIsRefusedByApplyAndByMaterialize() throws IOException {
    ProjectFolder fresh = fresh(spark, folder.resolve("unreadable"));
    Files.delete(fresh.root().resolve("data/balances.parquet"));
    fresh.verb("apply" + NOW).refusedSaying("balances");
    SmallBank.balances(fresh, "(1, @03-01@, 10.50)");
    fresh.verb("apply" + NOW).written();
    fresh.text("data/balances.parquet", "this is no Parquet");
    fresh.verb("materialize balance@1" + NOW).refusedSaying("balances");
    assertThat(fresh.number("SELECT count(*) FROM features.balance_v1")).isZero();
  }

  @Test
  void garbageEventTimesAreRefusedWithTheirNumber() {
    Map<String, String> before = project.everythingButRuns();
    Ran ran =
        with(
            "data/limits.csv",
            "2,2026-03-02,\n",
            "2,soon,1\n2,2026-13-45,2\n",
            "materialize card_limit@1");
    recorded(ran, before).refusedAbout("Source/limits").refusedSaying("2 values", "'2026-13-45'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2,2026-03-02T00:00:00Z,many\n",
        "2,2026-03-02T00:00:00Z\n",
        "2,2026-03-02T00:00:00Z,1,2\n"
      })
  void aCsvRowThatDoesNotFitIsRefused(String row) {
    Map<String, String> before = project.everythingButRuns();
    Ran ran = with("data/limits.csv", "2,2026-03-02,\n", row, "materialize card_limit@1");
    recorded(ran, before).refusedSaying("limits");
  }

  @Test
  void nullSpineTimesAreRefusedWithTheirNumber() {
    Map<String, String> before = project.everythingButRuns();
    project.parquet(
        "data/nulls.parquet",
        PointInTimeFixture.times(
            "SELECT * FROM (VALUES (1::BIGINT, 1::BIGINT, @03-03@), (2, 1, NULL), (3, 2, NULL))"
                + " t(loan_id, customer_id, asked_at)"));
    Ran ran =
        with(
            SOURCES,
            "path: data/loans.parquet",
            "path: data/nulls.parquet",
            "training-set create credit");
    recorded(ran, before).refusedAbout("TrainingSet/credit").refusedSaying("2");
  }

  @Test
  void aSpineWithoutTheKeyIsRefused() {
    Map<String, String> before = project.everythingButRuns();
    Ran ran =
        with(
            VIEWS,
            "timestamp: asked_at",
            "timestamp: asked_at\n    keys: {customer_id: cust}",
            "training-set create credit");
    recorded(ran, before).refusedAbout("TrainingSet/credit").refusedSaying("cust");
  }

  @Test
  void namesThatDoNotExistAreRefusedWithASuggestion() {
    Map<String, String> before = project.everything();
    project.verb("materialize balence@1" + NOW).refusedSaying("balance@1");
    project.verb("materialize balance" + NOW).refusedSaying("balance@1");
    project.verb("materialize balance@2" + NOW).refusedSaying("balance@1");
    project.verb("training-set create credti" + NOW).refusedSaying("credit");
    assertThat(project.everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "materialize --date 2026-03-01 --from 2026-03-01 --to 2026-03-02",
        "materialize --from 2026-03-01",
        "materialize --to 2026-03-01",
        "materialize --from 2026-03-02 --to 2026-03-01",
        "materialize --date 2026-02-30",
        "materialize --date yesterday",
        "materialize --now 2026-03-01T00:00:00",
        "materialize --env prod",
        "materialize --set region=eu",
      })
  void wrongUsageIsRefusedBeforeAnythingIsTouched(String words) {
    Map<String, String> before = project.everything();
    project.verb(words).refused();
    assertThat(project.everything()).isEqualTo(before);
  }

  @Test
  void anUnknownVerbOrFlagSaysWhatIsNear() {
    Ran verb = project.plain("materialise");
    assertThat(verb.exitCode()).isEqualTo(2);
    assertThat(verb.err()).containsIgnoringCase("did you mean").contains("materialize");
    Ran flag = project.plain("materialize", "--dat", "2026-03-01");
    assertThat(flag.exitCode()).isEqualTo(2);
    assertThat(flag.err()).containsIgnoringCase("did you mean").contains("--date");
    assertThat(verb.out() + flag.out()).isEmpty();
  }

  @Test
  void anObjectThatWasNotAppliedNamesApply() {
    Map<String, String> before = project.everythingButRuns();
    String yaml = project.read(VIEWS);
    project.text(
        VIEWS,
        yaml
            + """
            ---
            apiVersion: tidemark/v1
            kind: FeatureView
            metadata: {name: unapplied, version: 1}
            spec: {entity: customer, source: balances, features: [{name: balance, type: "DECIMAL(10,2)"}]}
            """);
    try {
      recorded(project.verb("materialize unapplied@1" + NOW), before)
          .refusedSaying("tidemark apply")
          .refusedAbout("FeatureView/unapplied@1");
    } finally {
      project.text(VIEWS, yaml);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO features.balance_v1 SELECT * FROM features.balance_v1",
        "DELETE FROM features.balance_v1",
        "DROP TABLE features.balance_v1",
        "CREATE TABLE features.x (a INT)",
        "SELECT 1; SELECT 2",
        "SET spark.sql.ansi.enabled=true",
        "EXPLAIN SELECT 1",
        "OPTIMIZE features.balance_v1",
        "SELECT * FROM parquet.`/tmp`",
        "SELECT reflect('java.lang.System', 'exit', 1)",
        "SELECT TRANSFORM(balance) USING 'cat' AS b FROM features.balance_v1",
        "SELECT * FROM features.nothing_v1",
        "SELEC 1",
      })
  void sqlRefusesAllButQueries(String query) {
    Map<String, String> before = project.everything();
    Ran csv = project.plain("sql", query, "-o", "csv");
    assertThat(csv.exitCode()).as(csv.toString()).isEqualTo(2);
    assertThat(csv.out()).isEmpty();
    assertThat(csv.withoutTrace().err()).isNotBlank();
    assertThat(project.everything()).isEqualTo(before);
  }
}
