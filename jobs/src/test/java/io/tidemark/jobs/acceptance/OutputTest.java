package io.tidemark.jobs.acceptance;

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

/** What verbs print, to the letter. */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutputTest {

  @TempDir static Path folder;
  private ProjectFolder project;

  @BeforeAll
  void doneOnce(SparkSession spark) {
    project = SmallBank.done(spark, folder);
  }

  @Test
  void sqlPrintsCsvInTheFormOfTheContract() {
    assertThat(
            project.csv(
                "SELECT CAST(NULL AS STRING) AS a, '' AS b, 'x,\"y' AS c, true AS d, CAST(1.5 AS"
                    + " DECIMAL(10,3)) AS e"))
        .isEqualTo("a,b,c,d,e\n,\"\",\"x,\"\"y\",true,1.500\n");
    assertThat(
            project.csv(
                "SELECT TIMESTAMP'2026-06-30 00:00:00' AS a, DATE'2026-06-30' AS b,"
                    + " TIMESTAMP_NTZ'2026-06-30 01:02:03' AS c"))
        .isEqualTo("a,b,c\n2026-06-30T00:00:00.000000Z,2026-06-30,2026-06-30T01:02:03.000000\n");
    assertThat(
            project.csv(
                "SELECT double('NaN') AS a, double('-Infinity') AS b, 0.1D AS c, X'01FF' AS d,"
                    + " array(1, NULL) AS e"))
        .isEqualTo("a,b,c,d,e\nNaN,-Infinity,0.1,Af8=,\"[1,null]\"\n");
    assertThat(
            project.csv(
                "SELECT named_struct('x', 1, 'y', NULL) AS a, map('k', CAST(NULL AS INT)) AS b,"
                    + " array(double('NaN')) AS c"))
        .isEqualTo(
            "a,b,c\n\"{\"\"x\"\":1,\"\"y\"\":null}\",\"{\"\"k\"\":null}\",\"[\"\"NaN\"\"]\"\n");
    assertThat(project.csv("SELECT 'two\nlines' AS a, 9223372036854775807L AS b WHERE true"))
        .isEqualTo("a,b\n\"two\nlines\",9223372036854775807\n");
    assertThat(project.csv("SELECT balance FROM features.balance_v1 WHERE false"))
        .isEqualTo("balance\n");
  }

  @Test
  void sqlPrintsJsonAsOneArray() {
    JsonNode row =
        project
            .sql(
                "SELECT CAST(1.5 AS DECIMAL(10,3)) AS z, 9223372036854775807L AS a, double('NaN')"
                    + " AS f, NULL AS n, struct(CAST(2 AS DECIMAL(3,1)) AS d) AS s")
            .get(0);
    assertThat(row.toString())
        .isEqualTo(
            "{\"z\":\"1.500\",\"a\":9223372036854775807,\"f\":\"NaN\",\"n\":null,\"s\":{\"d\":\"2.0\"}}");
    assertThat(project.sql("SELECT 1 AS a WHERE false")).isEmpty();
    Ran twice = project.run("sql", "SELECT 1 AS a, 2 AS a");
    assertThat(twice.exitCode()).isEqualTo(2);
    assertThat(twice.out()).isEmpty();
  }

  @Test
  void sqlKnowsTheTablesByBothNamesAndByVersion() {
    assertThat(project.number("SELECT count(*) FROM tidemark.features.balance_v1")).isEqualTo(3);
    assertThat(project.number("SELECT count(*) FROM features.balance_v1 VERSION AS OF 0")).isZero();
    assertThat(project.lines("SHOW TABLES IN training").toString()).contains("credit_v1");
    assertThat(project.csv("DESCRIBE features.balance_v1")).contains("customer_id,bigint");
    assertThat(project.number("WITH x AS (SELECT 7 AS a) SELECT a FROM x;")).isEqualTo(7);
  }

  @Test
  void listGivesTheCurrentObjects() {
    Ran list = project.run("list").ok();
    assertThat(list.results()).hasSize(3);
    assertThat(list.result("name", "balance").fieldNames())
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
            "registered_at",
            "run_id");
    Ran csv = project.plain("list", "-o", "csv");
    assertThat(csv.exitCode()).isZero();
    assertThat(csv.out().lines().findFirst())
        .hasValueSatisfying(h -> assertThat(h).startsWith("kind,name,version,state,"));
    assertThat(csv.out().lines()).hasSize(4);
  }

  @Test
  void describeKnowsEveryApplied() {
    for (String name : List.of("balance@1", "FeatureView/balance@1", "credit_risk@1")) {
      Ran ran = project.run("describe", name);
      assertThat(ran.exitCode()).as(ran.toString()).isZero();
      assertThat(ran.out()).contains(name.replaceAll("^.*/|@1$", ""));
    }
    project.run("describe", "balence@1").refusedSaying("balance@1");
  }

  @Test
  void validateSaysNothingOnStdoutAndIsZero() {
    Ran json = project.run("validate").ok();
    assertThat(json.json().get("verb").asText()).isEqualTo("validate");
    assertThat(json.json().get("runId").isNull()).isTrue();
    Ran schema = project.plain("validate", "--schema");
    assertThat(schema.exitCode()).isZero();
    assertThat(schema.out()).contains("https://json-schema.org/draft/2020-12/schema");
  }

  @Test
  void helpIsOnStdoutAndNoVerbIsRefused() {
    for (String verb : List.of("apply", "materialize", "sql", "list", "describe", "validate")) {
      Ran help = project.plain(verb, "--help");
      assertThat(help.exitCode()).isZero();
      assertThat(help.out()).contains(verb);
    }
    assertThat(project.plain("--version").exitCode()).isZero();
    Ran none = project.plain();
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.out()).isEmpty();
    assertThat(none.err()).contains("materialize");
  }

  @Test
  void flagsMayStandBeforeTheVerb() {
    Ran ran =
        project.plain("-o", "json", "--now", "2026-04-01T00:00:00Z", "materialize", "balance@1");
    ran.unchanged();
  }
}
