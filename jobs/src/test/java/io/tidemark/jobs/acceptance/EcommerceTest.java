package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.lineage.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real checkouts over real purchases and returns, every value equal to DuckDB's over the same
 * files.
 */
@ExtendWith(SparkExtension.class)
class EcommerceTest {

  private static final String NOW = " --now 2023-12-01T00:00:00Z";

  private static final String RETURNED =
      "[{name: ds, type: DATE}, {name: ts, type: BIGINT}, {name: return_id, type: STRING}, {name:"
          + " user_id, type: BIGINT}, {name: product_id, type: BIGINT}, {name: refund_amt, type:"
          + " BIGINT}]";

  private static final String DEFINITIONS =
      """
      kind: Source
      metadata: {name: purchases}
      spec:
        format: csv
        path: "DATA/purchases.csv"
        schema:
          - {name: ds, type: DATE}
          - {name: ts, type: BIGINT}
          - {name: purchase_id, type: STRING}
          - {name: user_id, type: BIGINT}
          - {name: product_id, type: BIGINT}
          - {name: purchase_price, type: BIGINT}
        eventTimestamp: {column: ts, unit: ms}
        id: [purchase_id]
      ---
      kind: Source
      metadata: {name: returns}
      spec:
        format: csv
        path: "DATA/returns.csv"
        schema: RETURNED
        eventTimestamp: {column: ts, unit: ms}
        availabilityLag: PT2H
        id: [return_id]
      ---
      kind: Source
      metadata: {name: checkouts}
      spec:
        format: csv
        path: "DATA/checkouts.csv"
        schema: RETURNED
      ---
      kind: Entity
      metadata: {name: user}
      spec: {keys: [{name: user_id, type: BIGINT}]}
      ---
      kind: Entity
      metadata: {name: product}
      spec: {keys: [{name: product_id, type: BIGINT}]}
      ---
      kind: FeatureView
      metadata: {name: purchase, version: 1}
      spec:
        entity: user
        source: purchases
        features:
          - {name: bought, type: BIGINT, column: product_id}
          - {name: price, type: BIGINT, column: purchase_price}
      ---
      kind: FeatureView
      metadata: {name: product_return, version: 1}
      spec:
        entity: product
        source: returns
        ttl: P10D
        features: [{name: refund_amt, type: BIGINT}, {name: return_id, type: STRING}]
      ---
      kind: FeatureView
      metadata: {name: spending, version: 1}
      spec:
        entity: user
        source: purchases
        aggregations:
          - {name: spent_7d, fn: sum, column: purchase_price, window: P7D}
          - {name: spent_30d, fn: sum, column: purchase_price, window: P30D}
          - {name: bought_7d, fn: count, window: P7D}
          - {name: bought_30d, fn: count, window: P30D}
          - {name: top_7d, fn: top_k, n: 1, column: product_id, window: P7D}
          - {name: top_30d, fn: top_k, n: 1, column: product_id, window: P30D}
      ---
      kind: FeatureService
      metadata: {name: checkout, version: 1}
      spec:
        features:
          - {view: purchase@1, select: ["*"], prefix: last_}
          - {view: product_return@1, select: ["*"], as: {refund_amt: refunded, return_id: returned}}
          - {view: spending@1, select: ["*"]}
      ---
      kind: TrainingSet
      metadata: {name: checkout_set}
      spec:
        spine:
          source: checkouts
          timestamp: {column: ts, unit: ms}
          columns: ["*"]
          label: refund_amt
        service: checkout@1
      """;

  @Test
  void everyValueOfTheCheckoutsEqualsDuckDbs(SparkSession spark, @TempDir Path folder)
      throws IOException {
    Path data = SharedData.folder("ecommerce");
    ProjectFolder project =
        new ProjectFolder(spark, folder)
            .project()
            .yaml(
                "shop.yaml",
                DEFINITIONS
                    .replace("DATA", data.toRealPath().toString())
                    .replace("RETURNED", RETURNED));
    project.verb("apply" + NOW).written();
    Ran one = project.verb("materialize --from 2023-11-01 --to 2023-11-20" + NOW).written();
    Ran all = project.verb("materialize" + NOW).written();
    for (String view : new String[] {"purchase@1", "product_return@1", "spending@1"}) {
      JsonNode rest = all.result("view", view);
      assertThat(rest.get("rowsRead").asInt()).isEqualTo(500);
      assertThat(rest.get("rowsAdded").asInt() + one.result("view", view).get("rowsAdded").asInt())
          .isEqualTo(500);
    }
    Ran created = project.verb("training-set create checkout_set" + NOW).written();
    assertThat(created.onlyResult().get("rows").asInt()).isEqualTo(200);
    Path csv = folder.resolve("set.csv");
    Files.writeString(csv, project.csv("SELECT * FROM training.checkout_set_v1"));
    try (DuckDb duck = new DuckDb()) {
      for (String name : new String[] {"checkouts", "purchases", "returns"}) {
        duck.run("CREATE TABLE %1$s AS FROM read_csv('%2$s/%1$s.csv')".formatted(name, data));
      }
      duck.run("CREATE TABLE ours AS FROM read_csv('" + csv + "')");
      duck.run(
          """
          CREATE TABLE windows AS
          WITH met AS (SELECT c.return_id, days, p.* FROM checkouts c CROSS JOIN (VALUES (7), (30)) d(days)
                       LEFT JOIN purchases p ON p.user_id = c.user_id AND p.ts < c.ts AND p.ts >= c.ts - days * 86400000::BIGINT),
               items AS (SELECT return_id, days, product_id, count(*) AS n FROM met
                         WHERE product_id IS NOT NULL GROUP BY ALL),
               tops AS (SELECT return_id, days, product_id AS top FROM items
                        QUALIFY row_number() OVER (PARTITION BY return_id, days ORDER BY n DESC, product_id) = 1)
          SELECT return_id, days, sum(purchase_price) AS spent, count(purchase_id) AS bought, any_value(top) AS top
          FROM met LEFT JOIN tops USING (return_id, days) GROUP BY return_id, days\
          """);
      duck.run(
          """
          CREATE TABLE theirs AS
          SELECT c.*, p.product_id AS last_bought, p.purchase_price AS last_price,
                 r.refund_amt AS refunded, r.return_id AS returned,
                 w.spent AS spent_7d, m.spent AS spent_30d, w.bought AS bought_7d, m.bought AS bought_30d,
                 '[' || w.top || ']' AS top_7d, '[' || m.top || ']' AS top_30d,
                 to_timestamp(p.ts / 1000) AS purchase__event_ts, to_timestamp(p.ts / 1000) AS purchase__known_at,
                 to_timestamp(r.ts / 1000) AS product_return__event_ts,
                 to_timestamp(r.ts / 1000) AS product_return__known_at,
                 to_timestamp(p.ts / 1000) AS spending__event_ts, to_timestamp(p.ts / 1000) AS spending__known_at
          FROM checkouts c
          LEFT JOIN LATERAL (FROM purchases p WHERE p.user_id = c.user_id AND p.ts <= c.ts
                             ORDER BY p.ts DESC, p.purchase_id DESC LIMIT 1) p ON true
          LEFT JOIN LATERAL (FROM returns r WHERE r.product_id = c.product_id AND r.ts + 7200000 <= c.ts
                             AND r.ts >= c.ts - 864000000 ORDER BY r.ts DESC, r.return_id DESC LIMIT 1) r ON true
          LEFT JOIN windows w ON w.return_id = c.return_id AND w.days = 7
          LEFT JOIN windows m ON m.return_id = c.return_id AND m.days = 30\
          """);
      Comparison.equal(duck, "ours", "theirs");
      assertThat(duck.number("SELECT count(last_price) FROM theirs")).isGreaterThan(100);
      assertThat(duck.number("SELECT count(refunded) FROM theirs")).isGreaterThan(50);
      assertThat(duck.number("SELECT count(spent_7d) FROM theirs")).isGreaterThan(100);
      assertThat(duck.number("SELECT max(bought_30d) FROM theirs")).isGreaterThan(9);
      for (JsonNode view : created.onlyResult().get("views")) {
        String name = view.get("view").asText().replace("@1", "__event_ts");
        assertThat(view.get("matched").asLong())
            .isEqualTo(duck.number("SELECT count(" + name + ") FROM theirs"));
      }
    }
  }
}
