package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Views and spines whose rows a query gives. */
@ExtendWith(SparkExtension.class)
class SqlViewsTest {

  private static final String NOW = " --now 2026-04-01T00:00:00Z";
  private static final String LATER = " --now 2026-05-01T00:00:00Z";

  private static final String SOURCES =
      """
      kind: Source
      metadata: {name: payments}
      spec:
        format: csv
        path: payments.csv
        schema: [{name: cust, type: BIGINT}, {name: at, type: TIMESTAMP}, {name: amount, type: INT}, {name: shop, type: STRING}]
        filter: "shop <> 'test'"
        availabilityLag: P9D
        eventTimestamp: at
        deletedWhen: "amount = 1"
      ---
      kind: Source
      metadata: {name: shops}
      spec:
        format: csv
        path: shops.csv
        schema: [{name: shop, type: STRING}, {name: town, type: STRING}]
      ---
      kind: Entity
      metadata: {name: customer}
      spec: {keys: [{name: cust, type: BIGINT}]}
      """;

  private static final String VIEWS =
      """
      kind: FeatureView
      metadata: {name: towns, version: 1}
      spec:
        entity: customer
        sql: {file: sql/towns.sql}
        features: [{name: town, type: STRING}, {name: total, type: BIGINT}]
      ---
      kind: FeatureView
      metadata: {name: known, version: 1}
      spec:
        entity: customer
        sql: SELECT amount, cust, at + INTERVAL 1 DAY AS known_at, to_date(at) AS event_ts FROM ref("payments") WHERE amount > 20
        features: [{name: amount, type: INT}]
      ---
      kind: FeatureService
      metadata: {name: towns, version: 1}
      spec: {features: [{view: towns@1, select: ["*"]}, {view: known@1, select: ["*"]}]}
      ---
      kind: TrainingSet
      metadata: {name: towns}
      spec:
        spine:
          sql: |
            SELECT DISTINCT p.cust AS who, t.at AS moment FROM ref('payments') p
            CROSS JOIN VALUES (timestamp '2026-03-02T00:00:00Z'), (timestamp '2026-03-03T12:00:00Z') AS t(at)
          timestamp: moment
          keys: {cust: who}
        service: towns@1
        diagnostics: false
      """;

  private static final String TOWNS =
      """
      /* of ref('nobody') */
      WITH last AS (SELECT cust, max(at) AS at FROM ref('payments') GROUP BY cust)
      SELECT s.town, p.at AS event_ts, -- ref('nobody')
             (SELECT sum(b.amount) FROM ref('payments') b WHERE b.cust = p.cust AND b.at <= p.at) AS total,
             p.cust
      FROM ref('payments') p JOIN last USING (cust)
      LEFT JOIN `Ref` ( 'shops' ) AS s(name, town) ON s.name = p.shop AND s.town <> 'ref(''nobody'')'
      WHERE p.at <= last.at AND EXISTS (SELECT 1 FROM ref('shops'));
      """;

  private static ProjectFolder project(SparkSession spark, Path folder) {
    return new ProjectFolder(spark, folder)
        .project()
        .text(
            "payments.csv",
            """
            cust,at,amount,shop
            1,2026-03-01T00:00:00Z,10,a
            1,2026-03-02T00:00:00Z,30,b
            1,2026-03-03T00:00:00Z,1,z
            2,2026-03-02T00:00:00Z,40,a
            2,2026-03-03T00:00:00Z,50,test
            3,2026-03-01T00:00:00Z,5,test
            """)
        .text("shops.csv", "shop,town\na,Ayr\nb,Bath\n")
        .text("sql/towns.sql", TOWNS)
        .yaml("sources.yaml", SOURCES)
        .yaml("views.yaml", VIEWS);
  }

  @Test
  void aQueryGivesTheRowsOfAViewAndOfASpine(SparkSession spark, @TempDir Path folder) {
    ProjectFolder project = project(spark, folder);
    project.verb("apply" + NOW).written();
    Ran ran = project.verb("materialize" + NOW).written();
    assertThat(ran.result("view", "towns@1").get("rowsAdded").asInt()).isEqualTo(4);
    assertThat(
            project.lines(
                "SELECT cust, event_ts, known_at, _deleted, town, total FROM features.towns_v1"
                    + " ORDER BY cust, event_ts"))
        .containsExactly(
            "1|2026-03-01T00:00:00.000000Z|2026-03-01T00:00:00.000000Z|false|Ayr|10",
            "1|2026-03-02T00:00:00.000000Z|2026-03-02T00:00:00.000000Z|false|Bath|40",
            "1|2026-03-03T00:00:00.000000Z|2026-03-03T00:00:00.000000Z|false|~|41",
            "2|2026-03-02T00:00:00.000000Z|2026-03-02T00:00:00.000000Z|false|Ayr|40");
    assertThat(
            project.lines(
                "SELECT direction, name, count(*) FROM registry.run_io WHERE run_id = '"
                    + ran.json().get("runId").asText()
                    + "' AND name LIKE 'source:%' GROUP BY ALL ORDER BY name"))
        .containsExactly("READ|source:payments|1", "READ|source:shops|1");
    project.verb("materialize" + NOW).unchanged();

    project.verb("training-set create towns" + NOW).written();
    assertThat(project.lines("SELECT * FROM training.towns_v1 ORDER BY who, moment"))
        .containsExactly(
            "1|2026-03-02T00:00:00.000000Z|Bath|40|~",
            "1|2026-03-03T12:00:00.000000Z|~|41|30",
            "2|2026-03-02T00:00:00.000000Z|Ayr|40|~",
            "2|2026-03-03T12:00:00.000000Z|Ayr|40|40");
    assertThat(
            project.lines(
                "SELECT i.name, i.semantic_hash IS NOT NULL FROM registry.training_set"
                    + " LATERAL VIEW explode(inputs) AS i"))
        .containsExactly(
            "source:payments|true", "features.towns_v1|true", "features.known_v1|true");
    project.verb("training-set create towns" + NOW).unchanged();
    project.text("payments.csv", project.read("payments.csv") + "2,2026-02-01T00:00:00Z,60,a\n");
    project.verb("materialize" + LATER).written();
    JsonNode rebuilt = project.verb("training-set rebuild towns" + LATER).written().onlyResult();
    assertThat(rebuilt.get("status").asText()).isEqualTo("equal");

    project.replace("sql/towns.sql", "<= p.at", "< p.at");
    project
        .verb("apply" + NOW)
        .refusedAt("views.yaml", project.line("views.yaml", "towns.sql"))
        .refusedSaying("was applied and is frozen");
  }
}
