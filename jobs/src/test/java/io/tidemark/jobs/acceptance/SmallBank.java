package io.tidemark.jobs.acceptance;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * A project small enough to be applied anew by every test class: two views, a service, a training
 * set.
 */
final class SmallBank {

  static final String NOW = " --now 2026-04-01T00:00:00Z";

  static final String ONE_MORE_VIEW =
      """
      kind: FeatureView
      metadata: {name: balance_text, version: 1}
      spec:
        entity: customer
        source: balances
        features:
          - {name: owed, type: "DECIMAL(10,2)", column: balance}
        materialize: {buckets: 2}
      """;

  private SmallBank() {}

  static ProjectFolder written(SparkSession spark, Path root) {
    ProjectFolder project = new ProjectFolder(spark, root).project();
    balances(project, "(1, @03-01@, 10.50), (1, @03-02@, 20.25), (2, @03-01@, 5.00)");
    return project
        .text("data/limits.csv", "cust,at,amount\n1,2026-03-01T00:00:00Z,100\n2,2026-03-02,\n")
        .parquet(
            "data/loans.parquet",
            PointInTimeFixture.times(
                "SELECT * FROM (VALUES (100::BIGINT, 1::BIGINT, @03-01 12:00:00@), (101, 1,"
                    + " @03-03@), (102, 2, @03-03@), (103, 3, @03-03@)) t(loan_id, customer_id,"
                    + " asked_at)"))
        .yaml(
            "definitions/sources.yaml",
            """
            kind: Source
            metadata: {name: balances}
            spec:
              format: parquet
              path: data/balances.parquet
              eventTimestamp: event_ts
            ---
            kind: Source
            metadata: {name: limits}
            spec:
              format: csv
              path: data/limits.csv
              schema: [{name: cust, type: BIGINT}, {name: at, type: STRING}, {name: amount, type: INT}]
              eventTimestamp: {column: at, format: iso8601}
            ---
            kind: Source
            metadata: {name: loans}
            spec:
              format: parquet
              path: data/loans.parquet
            """)
        .yaml(
            "definitions/views.yaml",
            """
            kind: Entity
            metadata: {name: customer}
            spec: {keys: [{name: customer_id, type: BIGINT}]}
            ---
            kind: FeatureView
            metadata: {name: balance, version: 1, owner: card-risk, description: what is owed}
            spec:
              entity: customer
              source: balances
              features:
                - {name: balance, type: "DECIMAL(10,2)", sensitivity: confidential}
              materialize: {buckets: 2}
            ---
            kind: FeatureView
            metadata: {name: card_limit, version: 1}
            spec:
              entity: customer
              source: limits
              keys: {customer_id: cust}
              ttl: P30D
              features:
                - {name: card_limit, type: INT, column: amount}
              materialize: {buckets: 2}
            ---
            kind: FeatureService
            metadata: {name: credit_risk, version: 1}
            spec:
              clearance: confidential
              features:
                - {view: balance@1, select: ["*"]}
                - {view: card_limit@1, select: [card_limit], as: {card_limit: ceiling}}
            ---
            kind: TrainingSet
            metadata: {name: credit}
            spec:
              spine:
                source: loans
                timestamp: asked_at
                columns: ["*"]
              service: credit_risk@1
            """);
  }

  static void balances(ProjectFolder project, String rows) {
    project.parquet(
        "data/balances.parquet",
        PointInTimeFixture.times(
            "SELECT customer_id::BIGINT AS customer_id, event_ts, balance::DECIMAL(10,2) AS balance"
                + " FROM (VALUES "
                + rows
                + ") t(customer_id, event_ts, balance)"));
  }

  /** Applied, materialised and its training set made. */
  static ProjectFolder done(SparkSession spark, Path root) {
    ProjectFolder project = written(spark, root);
    project.verb("apply" + NOW).written();
    project.verb("materialize" + NOW).written();
    project.verb("training-set create credit" + NOW).written();
    return project;
  }
}
