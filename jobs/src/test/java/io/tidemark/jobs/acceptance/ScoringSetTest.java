package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every key at one time, as the training set of those keys at that time has it. */
@ExtendWith(SparkExtension.class)
class ScoringSetTest {

  private static final String NOW = " --now 2026-04-01T00:00:00Z";
  private static final String AT = "2026-03-05T00:00:00Z";

  private static final String SOURCES =
      """
      kind: Source
      metadata: {name: payments}
      spec:
        format: csv
        path: payments.csv
        schema: [{name: id, type: STRING}, {name: cust, type: BIGINT}, {name: at, type: TIMESTAMP}, {name: known, type: TIMESTAMP}, {name: amount, type: INT}]
        eventTimestamp: at
        knownAt: known
        id: [id]
        availabilityLag: P1D
        deletedWhen: amount IS NULL
      ---
      kind: Source
      metadata: {name: accounts}
      spec:
        format: csv
        path: accounts.csv
        schema: [{name: cust, type: BIGINT}, {name: at, type: TIMESTAMP}, {name: status, type: STRING}]
        eventTimestamp: at
        deletedWhen: status = 'gone'
      ---
      kind: Source
      metadata: {name: wanted}
      spec:
        format: csv
        path: wanted.csv
        schema: [{name: cust, type: BIGINT}, {name: shop, type: STRING}, {name: n, type: INT}]
      ---
      kind: Source
      metadata: {name: scored}
      spec: {format: delta, path: warehouse/scoring/risk_v1}
      ---
      kind: Entity
      metadata: {name: customer}
      spec: {keys: [{name: cust, type: BIGINT}]}
      ---
      kind: Entity
      metadata: {name: visit}
      spec: {keys: [{name: shop, type: STRING}, {name: cust, type: BIGINT}]}
      """;

  private static final String VIEWS =
      """
      kind: FeatureView
      metadata: {name: account, version: 1}
      spec:
        entity: customer
        source: accounts
        ttl: P2D
        equalTimestamps: exclude
        features: [{name: status, type: STRING}]
      ---
      kind: FeatureView
      metadata: {name: paid, version: 1}
      spec:
        entity: customer
        source: payments
        features: [{name: amount, type: INT}]
        aggregations:
          - {name: total, fn: sum, column: amount, window: P30D}
          - {name: best, fn: top_k, column: amount, window: P30D, n: 2}
      ---
      kind: FeatureView
      metadata: {name: visited, version: 1}
      spec:
        entity: visit
        sql: SELECT cust, 'a' AS shop, at AS event_ts, status FROM ref('accounts')
        features: [{name: status, type: STRING}]
      ---
      kind: FeatureService
      metadata: {name: risk, version: 1}
      spec:
        features:
          - {view: account@1, select: ["*"]}
          - {view: paid@1, select: ["*"], prefix: p_}
      ---
      kind: FeatureService
      metadata: {name: both, version: 1}
      spec:
        features:
          - {view: visited@1, select: ["*"]}
          - {view: paid@1, select: [amount]}
      ---
      kind: TrainingSet
      metadata: {name: same}
      spec:
        spine: {source: scored, timestamp: _at, columns: [cust, _at]}
        service: risk@1
      """;

  private static ProjectFolder project(SparkSession spark, Path folder) {
    return new ProjectFolder(spark, folder)
        .project()
        .text(
            "payments.csv",
            """
            id,cust,at,known,amount
            a,1,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,10
            b,1,2026-03-02T00:00:00Z,2026-03-02T00:00:00Z,30
            b,1,2026-03-02T00:00:00Z,2026-03-06T00:00:00Z,
            c,2,2026-03-04T00:00:00Z,2026-03-04T00:00:00Z,5
            d,3,2026-03-01T00:00:00Z,2026-03-05T00:00:00.000001Z,7
            e,4,2026-03-04T00:00:00.000001Z,2026-03-04T00:00:00.000001Z,8
            """)
        .text(
            "accounts.csv",
            """
            cust,at,status
            5,2026-02-01T00:00:00Z,old
            6,2026-03-04T00:00:00Z,gone
            7,2026-03-05T00:00:00Z,equal
            8,2026-03-04T23:59:59.999999Z,new
            """)
        .text("wanted.csv", "cust,shop,n\n8,a,1\n,a,2\n8,a,3\n9,,4\n1,b,5\n")
        .yaml("sources.yaml", SOURCES)
        .yaml("views.yaml", VIEWS);
  }

  @Test
  void aScoringSetIsTheTrainingSetOfItsKeysAtItsTime(SparkSession spark, @TempDir Path folder) {
    ProjectFolder project = project(spark, folder);
    project.verb("apply" + NOW).written();
    project.verb("scoring-set create risk@1" + NOW).unchanged();
    project.verb("materialize" + NOW).written();

    JsonNode result = project.verb("scoring-set create risk@1 --now " + AT).written().onlyResult();
    assertThat(result.toString())
        .isEqualTo(
            "{\"name\":\"risk@1\",\"version\":1,\"table\":\"scoring.risk_v1\",\"at\":\"2026-03-05T00:00:00.000000Z\","
                + "\"status\":\"written\",\"rows\":5,\"views\":["
                + "{\"view\":\"account@1\",\"way\":\"merge\",\"matched\":1,\"seq\":1},"
                + "{\"view\":\"paid@1\",\"way\":\"merge\",\"matched\":2,\"seq\":1}]}");
    project.verb("scoring-set create risk@1 --at " + AT + NOW).unchanged();
    project.verb("scoring-set create risk@1 --at 2026-03-05T02:00:00.000001+02:00" + NOW).written();

    assertThat(
            project.lines(
                "SELECT * FROM scoring.risk_v1 WHERE _at = timestamp '" + AT + "' ORDER BY cust"))
        .containsExactly(
            "1|~|30|40|[10,30]|~|~|2026-03-02T00:00:00.000000Z|2026-03-02T00:00:00.000000Z|2026-03-05T00:00:00.000000Z",
            "2|~|5|5|[5]|~|~|2026-03-04T00:00:00.000000Z|2026-03-04T00:00:00.000000Z|2026-03-05T00:00:00.000000Z",
            "5|~|~|~|~|~|~|~|~|2026-03-05T00:00:00.000000Z",
            "6|~|~|~|~|~|~|~|~|2026-03-05T00:00:00.000000Z",
            "8|new|~|~|~|2026-03-04T23:59:59.999999Z|2026-03-04T23:59:59.999999Z|~|~|2026-03-05T00:00:00.000000Z");
    assertThat(
            project.lines(
                "SELECT _at, count(*), array_join(sort_array(collect_list(cust)), ',')"
                    + " FROM scoring.risk_v1 GROUP BY _at ORDER BY _at"))
        .containsExactly(
            "2026-03-05T00:00:00.000000Z|5|1,2,5,6,8",
            "2026-03-05T00:00:00.000001Z|8|1,2,3,4,5,6,7,8");
    String columns =
        "cust, status, p_amount, p_total, p_best, account__event_ts, account__known_at,"
            + " paid__event_ts, paid__known_at, _at";
    project.verb("training-set create same" + NOW).written();
    String ours = "(SELECT " + columns + " FROM scoring.risk_v1)";
    String theirs = "(SELECT " + columns + " FROM training.same_v1)";
    assertThat(
            project.lines(
                "(%1$s EXCEPT ALL %2$s) UNION ALL (%2$s EXCEPT ALL %1$s)".formatted(ours, theirs)))
        .isEmpty();

    List<JsonNode> events = project.sql("SELECT * FROM registry.event");
    assertThat(EventChain.problems(events)).isEmpty();
    assertThat(events)
        .filteredOn(event -> event.get("action").asText().equals("SCORE_BATCH_WRITTEN"))
        .extracting(event -> event.get("object").asText())
        .containsExactlyInAnyOrder("dataset/scoring.risk_v1@1", "dataset/scoring.risk_v1@2");
    assertThat(events)
        .extracting(event -> event.get("payload").asText())
        .anyMatch(
            payload ->
                payload.contains("\"at\":\"2026-03-05T00:00:00.000000Z\"")
                    && payload.contains("\"rows\":\"5\",")
                    && payload.contains("\"name\":\"features.paid_v1\",\"semantic_hash\":"));
  }

  @Test
  void onlyTheRowsOfTheTimeAreReplacedAndRacesEndWell(SparkSession spark, @TempDir Path folder)
      throws Exception {
    ProjectFolder project = project(spark, folder);
    project.verb("apply" + NOW).written();
    project.verb("materialize" + NOW).written();
    String same = "scoring-set create risk@1 --at " + AT + NOW;
    List<Ran> raced =
        Races.atOnce(
            project, same, same, "scoring-set create risk@1 --at 2026-03-06T00:00:00Z" + NOW);
    raced.forEach(Ran::ok);
    assertThat(project.lines("SELECT _at, count(*) FROM scoring.risk_v1 GROUP BY _at ORDER BY _at"))
        .containsExactly("2026-03-05T00:00:00.000000Z|5", "2026-03-06T00:00:00.000000Z|8");

    project.text(
        "payments.csv",
        project.read("payments.csv") + "f,9,2026-03-01T00:00:00Z,2026-03-05T00:00:00Z,1\n");
    project.verb("materialize" + NOW).written();
    project.verb(same).written();
    assertThat(
            project.lines(
                "SELECT _at, max(cust), count(*) FROM scoring.risk_v1 GROUP BY _at ORDER BY _at"))
        .containsExactly("2026-03-05T00:00:00.000000Z|9|6", "2026-03-06T00:00:00.000000Z|8|8");
  }

  @Test
  void aSourceGivesTheKeysInstead(SparkSession spark, @TempDir Path folder) {
    ProjectFolder project = project(spark, folder);
    String both = "scoring-set create both@1 --keys wanted --at " + AT + NOW;
    project
        .verb("scoring-set create both@1" + NOW)
        .refusedAt("views.yaml", project.line("views.yaml", "name: both"))
        .refusedSaying("several entities, customer, visit", "--keys");
    project.verb("scoring-set create both" + NOW).refusedSaying("did you mean both@1?");
    project
        .verb("scoring-set create both@1 --keys want" + NOW)
        .refusedSaying("did you mean wanted?");
    project
        .verb("scoring-set create both@1 --at 2026-03-05" + NOW)
        .refusedSaying("--at '2026-03-05' is not a time");
    assertThat(project.everything()).isEmpty();
    project.verb("apply" + NOW).written();
    project.replace("views.yaml", "select: [amount]", "select: [total]");
    project
        .verb(both)
        .refusedAbout("FeatureService/both@1")
        .refusedSaying("is not what was applied");
    project.replace("views.yaml", "select: [total]", "select: [amount]");
    project.verb("materialize" + NOW).written();

    assertThat(project.verb(both).written().onlyResult().get("rows").asInt()).isEqualTo(4);
    assertThat(project.lines("SELECT shop, cust, status, amount FROM scoring.both_v1 ORDER BY ALL"))
        .containsExactly("~|9|~|~", "a|~|~|~", "a|8|new|~", "b|1|~|30");

    project.replace(
        "sources.yaml",
        "{name: shop, type: STRING}, {name: n, type: INT}",
        "{name: store, type: STRING}, {name: n, type: INT}");
    project.text("wanted.csv", "cust,store,n\n1,b,x\n");
    project
        .verb(both)
        .refusedAt("sources.yaml", project.line("sources.yaml", "{name: wanted}"))
        .refusedSaying("no column `shop`");
    project
        .verb("scoring-set create risk@1 --keys wanted" + NOW)
        .refusedSaying("wanted.csv", "does not fit");
    assertThat(project.warehouse().resolve("scoring/risk_v1")).doesNotExist();
  }
}
