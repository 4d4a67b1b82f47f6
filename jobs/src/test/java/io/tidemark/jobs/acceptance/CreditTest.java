package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.lineage.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real loans over two entities, as they are and re-timed so that knowing matters, against DuckDB.
 */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CreditTest {

  private static final String NOW = " --now 2022-01-01T00:00:00Z";

  private static final String DEFINITIONS =
      """
      kind: Source
      metadata: {name: zipcodes}
      spec: {format: parquet, path: "DATA/zipcode_table.parquet", eventTimestamp: event_timestamp, knownAt: created_timestamp}
      ---
      kind: Source
      metadata: {name: histories}
      spec:
        format: csv
        path: "DATA/credit_history_sample.csv"
        schema:
          - {name: event_timestamp, type: STRING}
          - {name: dob_ssn, type: STRING}
          - {name: credit_card_due, type: BIGINT}
          - {name: mortgage_due, type: BIGINT}
          - {name: student_loan_due, type: BIGINT}
          - {name: vehicle_loan_due, type: BIGINT}
          - {name: hard_pulls, type: BIGINT}
          - {name: missed_payments_2y, type: BIGINT}
          - {name: missed_payments_1y, type: BIGINT}
          - {name: missed_payments_6m, type: BIGINT}
          - {name: bankruptcies, type: BIGINT}
          - {name: created_timestamp, type: STRING}
        eventTimestamp: {column: event_timestamp, format: iso8601}
        knownAt: {column: created_timestamp, format: iso8601, zone: UTC}
      ---
      kind: Source
      metadata: {name: retimed}
      spec: {format: parquet, path: data/retimed.parquet, eventTimestamp: event_ts, knownAt: known_at}
      ---
      kind: Source
      metadata: {name: loans}
      spec: {format: parquet, path: "DATA/loan_table.parquet"}
      ---
      kind: Entity
      metadata: {name: place}
      spec: {keys: [{name: zipcode, type: BIGINT}]}
      ---
      kind: Entity
      metadata: {name: person}
      spec: {keys: [{name: dob_ssn, type: STRING}]}
      ---
      kind: FeatureView
      metadata: {name: place, version: 1}
      spec:
        entity: place
        source: zipcodes
        features: [{name: city, type: STRING}, {name: population, type: BIGINT}, {name: total_wages, type: BIGINT}]
      ---
      kind: FeatureView
      metadata: {name: history, version: 1}
      spec:
        entity: person
        source: histories
        features: [{name: mortgage_due, type: BIGINT}, {name: bankruptcies, type: BIGINT}]
      ---
      kind: FeatureView
      metadata: {name: wealth, version: 1}
      spec:
        entity: place
        source: retimed
        ttl: P200D
        features: [{name: wages, type: BIGINT}]
      ---
      kind: FeatureService
      metadata: {name: real, version: 1}
      spec: {features: [{view: place@1, select: ["*"]}, {view: history@1, select: ["*"]}]}
      ---
      kind: FeatureService
      metadata: {name: retimed, version: 1}
      spec: {features: [{view: wealth@1, select: ["*"]}]}
      ---
      kind: TrainingSet
      metadata: {name: loans_real}
      spec:
        spine: {source: loans, timestamp: event_timestamp, columns: [loan_id, zipcode, loan_status], label: loan_status}
        service: real@1
      ---
      kind: TrainingSet
      metadata: {name: loans_known}
      spec:
        spine: {source: loans, timestamp: event_timestamp, columns: [loan_id]}
        service: retimed@1
      ---
      kind: TrainingSet
      metadata: {name: loans_corrected}
      spec:
        spine: {source: loans, timestamp: event_timestamp, columns: [loan_id]}
        service: retimed@1
        knowledge: as_corrected
      """;

  /**
   * Three versions per key over the loans' year; one of ten known 45 days late; one of twenty
   * corrected 60 days later.
   */
  private static final String RETIMED =
      """
      WITH versions AS (
        SELECT zipcode, n, total_wages * (n + 1) AS wages, hash(zipcode, n) % 100 AS dice,
               TIMESTAMPTZ '2020-09-01 00:00:00+00' + to_days((n * 120 + hash(zipcode) % 100)::INTEGER) AS event_ts
        FROM 'DATA/zipcode_table.parquet', range(3) r(n))
      SELECT zipcode, event_ts, event_ts + CASE WHEN dice < 10 THEN INTERVAL 45 DAY ELSE INTERVAL 5 MINUTE END AS known_at, wages
      FROM versions
      UNION ALL
      SELECT zipcode, event_ts, event_ts + INTERVAL 60 DAY, wages + 7 FROM versions WHERE dice BETWEEN 8 AND 12\
      """;

  @TempDir static Path folder;
  private Path data;
  private ProjectFolder project;
  private Ran materialized;

  @BeforeAll
  void materializeOnce(SparkSession spark) throws IOException {
    data = SharedData.folder("credit").toRealPath();
    project =
        new ProjectFolder(spark, folder)
            .project()
            .parquet("data/retimed.parquet", RETIMED.replace("DATA", data.toString()))
            .yaml("credit.yaml", DEFINITIONS.replace("DATA", data.toString()));
    project.verb("apply" + NOW).written();
    materialized = project.verb("materialize" + NOW).written();
  }

  private DuckDb duck(String set) throws IOException {
    Path csv = folder.resolve(set + ".csv");
    Files.writeString(csv, project.csv("SELECT * FROM training." + set + "_v1"));
    return new DuckDb()
        .run("CREATE TABLE ours AS FROM read_csv('" + csv + "', sample_size = -1)")
        .run("CREATE VIEW loans AS FROM '" + data + "/loan_table.parquet'")
        .run("CREATE VIEW places AS FROM '" + data + "/zipcode_table.parquet'")
        .run("CREATE VIEW retimed AS FROM '" + folder + "/data/retimed.parquet'")
        .run(
            "CREATE VIEW histories AS FROM read_csv('"
                + data
                + "/credit_history_sample.csv', types = {'event_timestamp': 'TIMESTAMPTZ',"
                + " 'created_timestamp': 'TIMESTAMPTZ'})");
  }

  private Ran created(String set) {
    Ran created = project.verb("training-set create " + set + NOW).written();
    assertThat(created.onlyResult().get("rows").asInt()).isEqualTo(28_638);
    return created;
  }

  @Test
  void countsAndValuesOfTwoEntitiesEqualDuckDbs() throws IOException {
    assertThat(materialized.result("view", "place@1").get("rowsAdded").asInt()).isEqualTo(28_844);
    assertThat(materialized.result("view", "history@1").get("rowsAdded").asInt()).isEqualTo(1_000);
    Ran created = created("loans_real");
    try (DuckDb duck = duck("loans_real")) {
      duck.run(
          """
          CREATE TABLE theirs AS
          SELECT loan_id, l.zipcode, loan_status, city, population, total_wages, mortgage_due, bankruptcies,
                 p.event_timestamp AS place__event_ts, p.created_timestamp AS place__known_at,
                 h.event_timestamp AS history__event_ts, h.created_timestamp AS history__known_at
          FROM loans l
          LEFT JOIN places p ON p.zipcode = l.zipcode
            AND greatest(p.event_timestamp, p.created_timestamp) <= l.event_timestamp
          LEFT JOIN histories h ON h.dob_ssn = l.dob_ssn
            AND greatest(h.event_timestamp, h.created_timestamp) <= l.event_timestamp\
          """);
      Comparison.equal(duck, "ours", "theirs");
      assertMatched(created, duck);
    }
  }

  private static void assertMatched(Ran created, DuckDb duck) {
    for (JsonNode view : created.onlyResult().get("views")) {
      String column = view.get("view").asText().replace("@1", "__event_ts");
      assertThat(view.get("matched").asLong())
          .isPositive()
          .isEqualTo(duck.number("SELECT count(" + column + ") FROM theirs"));
    }
  }

  private static String asOf(String condition) {
    return """
    CREATE TABLE theirs AS
    WITH looked_up AS (
      SELECT l.loan_id, r.wages, r.event_ts, r.known_at,
             row_number() OVER (PARTITION BY l.loan_id ORDER BY r.event_ts DESC, r.known_at DESC) AS place
      FROM loans l JOIN retimed r ON r.zipcode = l.zipcode AND r.event_ts <= l.event_timestamp
        AND r.event_ts >= l.event_timestamp - INTERVAL 200 DAY AND %s)
    SELECT l.loan_id, wages, event_ts AS wealth__event_ts, known_at AS wealth__known_at
    FROM loans l LEFT JOIN (FROM looked_up WHERE place = 1) USING (loan_id)\
    """
        .formatted(condition);
  }

  @Test
  void reTimedRowsAsKnownAndAsCorrectedEqualDuckDbs() throws IOException {
    Ran known = created("loans_known");
    try (DuckDb duck = duck("loans_known")) {
      duck.run(asOf("r.known_at <= l.event_timestamp"));
      Comparison.equal(duck, "ours", "theirs");
      assertMatched(known, duck);
      duck.run("ALTER TABLE theirs RENAME TO as_known").run(asOf("true"));
      assertThat(duck.number("SELECT count(*) FROM ((FROM as_known) EXCEPT ALL (FROM theirs))"))
          .as("knowing makes a difference")
          .isGreaterThan(500);
    }
    Ran corrected = created("loans_corrected");
    try (DuckDb duck = duck("loans_corrected")) {
      duck.run(asOf("true"));
      Comparison.equal(duck, "ours", "theirs");
      assertMatched(corrected, duck);
    }
  }
}
