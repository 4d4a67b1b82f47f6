package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Aggregations, labels, samples and splits, from files to a training set. */
@ExtendWith(SparkExtension.class)
class WindowsTest {

  private static final String NOW = " --now 2026-04-01T00:00:00Z";

  private static final String PAYMENTS =
      """
      id,cust,at,known,amount,shop,op
      a,1,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,10.00,food,I
      b,1,2026-03-02T00:00:00Z,2026-03-02T00:00:00Z,20.00,food,I
      b,1,2026-03-02T00:00:00Z,2026-03-05T00:00:00Z,25.00,toys,I
      c,1,2026-03-03T00:00:00Z,2026-03-03T00:00:00Z,5.00,,I
      c,1,2026-03-03T00:00:00Z,2026-03-06T00:00:00Z,0,,D
      d,2,2026-03-01T12:00:00Z,2026-03-04T00:00:00Z,7.00,food,I
      """;

  private static ProjectFolder project(SparkSession spark, Path folder) {
    return new ProjectFolder(spark, folder)
        .project()
        .text("payments.csv", PAYMENTS)
        .text(
            "loans.csv",
            """
            loan,cust,at
            1,1,2026-03-03T00:00:00Z
            2,1,2026-03-05T00:00:00Z
            3,1,2026-03-10T00:00:00Z
            4,2,2026-03-03T00:00:00Z
            5,,2026-03-03T00:00:00Z
            6,2,2026-03-30T00:00:00Z
            """)
        .text(
            "defaults.csv",
            """
            cust,at
            1,2026-03-04T00:00:00Z
            2,2026-03-31T00:00:00Z
            """)
        .yaml("sources.yaml", SOURCES)
        .yaml("views.yaml", VIEWS)
        .yaml("sets.yaml", set("windows", "") + "---\n" + set("split", SPLIT));
  }

  private static final String SOURCES =
      """
      kind: Source
      metadata: {name: payments}
      spec:
        format: csv
        path: payments.csv
        schema: [{name: id, type: STRING}, {name: cust, type: BIGINT}, {name: at, type: TIMESTAMP}, {name: known, type: TIMESTAMP},
                 {name: amount, type: "DECIMAL(10,2)"}, {name: shop, type: STRING}, {name: op, type: STRING}]
        eventTimestamp: at
        knownAt: known
        id: [id]
        deletedWhen: "op = 'D'"
      ---
      kind: Source
      metadata: {name: loans}
      spec:
        format: csv
        path: loans.csv
        schema: [{name: loan, type: INT}, {name: cust, type: BIGINT}, {name: at, type: TIMESTAMP}]
      ---
      kind: Source
      metadata: {name: defaults}
      spec:
        format: csv
        path: defaults.csv
        schema: [{name: cust, type: BIGINT}, {name: at, type: TIMESTAMP}]
        eventTimestamp: at
      ---
      kind: Entity
      metadata: {name: customer}
      spec: {keys: [{name: cust, type: BIGINT}]}
      """;

  private static final String VIEWS =
      """
      kind: FeatureView
      metadata: {name: spending, version: 1}
      spec:
        entity: customer
        source: payments
        aggregations:
          - {name: payments_2d, fn: count, window: P2D}
          - {name: spent_30d, fn: sum, column: amount, window: P30D, empty: 0}
          - {name: food_30d, fn: sum, column: amount, window: P30D, where: "shop = 'food'"}
          - {name: last_two, fn: last_n, column: amount, window: P30D, n: 2}
          - {name: shops, fn: count_distinct, column: shop, window: P30D, includeCurrent: true}
        materialize: {buckets: 2}
      ---
      kind: LabelView
      metadata: {name: defaulted, version: 1}
      spec:
        entity: customer
        source: defaults
        label: {fn: any, horizon: P2D}
      ---
      kind: FeatureService
      metadata: {name: spending, version: 1}
      spec: {features: [{view: spending@1, select: ["*"]}]}
      """;

  private static final String SPLIT =
      """
        immature: keep
        split: {by: time, parts: {late: {from: 2026-03-05T00:00:00Z}, early: {to: 2026-03-05T00:00:00Z}}}
      """;

  private static String set(String name, String more) {
    return """
    kind: TrainingSet
    metadata: {name: %s}
    spec:
      spine: {source: loans, timestamp: at, columns: [loan]}
      service: spending@1
      labels: defaulted@1
      diagnostics: false
    %s\
    """
        .formatted(name, more);
  }

  @Test
  void aggregationsCountEachEventOnceAsItWasKnown(SparkSession spark, @TempDir Path folder) {
    ProjectFolder project = project(spark, folder);
    project.verb("apply" + NOW).written();
    project.verb("materialize --from 2026-03-04 --to 2026-03-31" + NOW).written();
    project.verb("materialize --from 2026-03-01 --to 2026-03-03" + NOW).written();
    project.verb("materialize" + NOW).unchanged();

    Ran created = project.verb("training-set create windows" + NOW).written();

    assertThat(project.lines("DESCRIBE features.spending_v1"))
        .contains("_in_amount|decimal(10,2)|~", "_in_shop|string|~");
    assertThat(
            project.lines(
                "SELECT loan, defaulted, payments_2d, spent_30d, food_30d, last_two, shops"
                    + " FROM training.windows_v1 ORDER BY loan"))
        .containsExactly(
            "1|true|2|30.00|30.00|[\"20.00\",\"10.00\"]|1",
            "2|false|1|40.00|10.00|[\"5.00\",\"25.00\"]|2",
            "3|false|0|35.00|10.00|[\"25.00\",\"10.00\"]|2",
            "4|false|0|0.00|~|~|0",
            "5|false|0|0.00|~|~|0");
    assertThat(created.messages()).anyMatch(m -> m.startsWith("1 spine rows have no settled"));
    project.verb("training-set create windows" + NOW).unchanged();
  }

  @Test
  void partsAndMaturityAreColumns(SparkSession spark, @TempDir Path folder) {
    ProjectFolder project = project(spark, folder);
    project.verb("apply" + NOW).written();
    project.verb("training-set create split" + NOW).written();

    assertThat(
            project.lines(
                "SELECT loan, defaulted, defaulted__mature, split FROM training.split_v1"
                    + " ORDER BY loan"))
        .containsExactly(
            "1|true|true|early",
            "2|false|true|late",
            "3|false|true|late",
            "4|false|true|early",
            "5|false|true|early",
            "6|true|false|late");
  }

  @Test
  void whatCannotBeAggregatedIsRefusedAtItsLine(SparkSession spark, @TempDir Path folder) {
    ProjectFolder project = project(spark, folder);
    project.replace(
        "views.yaml",
        "fn: sum, column: amount, window: P30D, empty: 0",
        "fn: sum, column: shop, window: P30D");
    project
        .verb("apply" + NOW)
        .refusedAt("views.yaml", project.line("views.yaml", "spent_30d"))
        .refusedSaying("sum cannot be computed of column `shop`, which has type STRING");
    project.replace(
        "views.yaml",
        "fn: sum, column: shop, window: P30D",
        "fn: avg, column: amount, window: P30D, empty: none");
    project
        .verb("apply" + NOW)
        .refusedSaying("empty is 'none', the aggregation's type is DECIMAL(38,6)");
    project.replace("sources.yaml", "  id: [id]\n", "");
    project.verb("validate").refusedSaying("payments has no id");
  }

  @Test
  void anOverflowIsRefusedWithViewAggregationAndKey(SparkSession spark, @TempDir Path folder) {
    ProjectFolder project = project(spark, folder);
    project.replace(
        "sources.yaml", "{name: amount, type: \"DECIMAL(10,2)\"}", "{name: amount, type: BIGINT}");
    project.text(
        "payments.csv",
        """
        id,cust,at,known,amount,shop,op
        a,1,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z,9223372036854775807,food,I
        b,1,2026-03-02T00:00:00Z,2026-03-02T00:00:00Z,1,food,I
        """);
    project.verb("apply" + NOW).written();
    project.verb("materialize" + NOW).written();
    project
        .verb("training-set create windows" + NOW)
        .refusedSaying("view spending@1", "{\"cust\":1}", "9223372036854775808");
    assertThat(project.data().keySet()).noneMatch(name -> name.startsWith("training/"));
  }
}
