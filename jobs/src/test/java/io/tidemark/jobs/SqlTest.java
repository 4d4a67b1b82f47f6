package io.tidemark.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.jobs.definition.Output;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.testing.SparkExtension;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class SqlTest {

  @TempDir static Path warehouse;
  private static SparkSession session;
  private static SparkSession shared;
  private static TimeZone zone;

  @BeforeAll
  static void tables(SparkSession spark) throws Exception {
    shared = spark;
    zone = TimeZone.getDefault();
    Path table = warehouse.resolve("features").resolve("spend_v1");
    spark
        .sql("SELECT id, id * 2 AS amount FROM range(0, 10, 1, 2)")
        .write()
        .format("delta")
        .save(table.toString());
    spark
        .sql("SELECT id, id * 2 AS amount FROM range(10, 30)")
        .write()
        .format("delta")
        .mode("append")
        .save(table.toString());
    spark.range(3).write().format("delta").save(warehouse.resolve("_runs/secret").toString());
    spark.range(3).write().parquet(warehouse.resolve("features/plain").toString());
    Files.createDirectories(warehouse.resolve("training"));
    session = Sessions.forVerb(spark, warehouse.toString(), Map.of());
    SparkSession.setActiveSession(session);
  }

  @AfterAll
  static void restore() {
    SparkSession.setActiveSession(shared);
    TimeZone.setDefault(zone);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM features.spend_v1",
        "SELECT count(*) FROM tidemark.features.spend_v1;",
        "SELECT count(*) FROM features.spend_v1 VERSION AS OF 0",
        "SELECT count(*) FROM features.spend_v1 TIMESTAMP AS OF '2099-01-01'",
        "SELECT count(*) FROM features.spend_v1 TIMESTAMP AS OF now()",
        "WITH t AS (SELECT * FROM features.spend_v1) SELECT max(id) FROM t",
        "SELECT * FROM (SELECT id FROM features.spend_v1 UNION SELECT 1) ORDER BY id LIMIT 3",
        "SELECT * FROM features.spend_v1 a JOIN features.spend_v1 VERSION AS OF 0 b USING (id)",
        "SELECT id, sum(amount) OVER (PARTITION BY id % 2 ORDER BY id) FROM features.spend_v1",
        "SELECT (SELECT max(id) FROM features.spend_v1) AS m",
        "SELECT id FROM features.spend_v1 WHERE id IN (SELECT id FROM features.spend_v1)",
        "SELECT explode(array(1, 2)) AS x",
        "SELECT * FROM range(3)",
        "SELECT 1",
        "VALUES (1, 'a')",
        "TABLE features.spend_v1",
        "FROM features.spend_v1 SELECT id",
        "SHOW SCHEMAS",
        "SHOW TABLES IN features",
        "SHOW TABLES IN tidemark.features",
        "SHOW COLUMNS IN features.spend_v1",
        "SHOW TBLPROPERTIES features.spend_v1",
        "DESCRIBE features.spend_v1",
        "DESCRIBE TABLE EXTENDED features.spend_v1",
        "DESCRIBE HISTORY features.spend_v1",
        "DESCRIBE DETAIL features.spend_v1",
        "DESCRIBE QUERY SELECT 1",
        "DESC SCHEMA features",
        "DESCRIBE FUNCTION abs",
        "-- a comment\nSELECT 1",
        "SELECT '${env:PATH}', 'a;b' AS `odd name`",
        "SELECT a.b FROM (SELECT named_struct('b', 1) AS a)",
      })
  void looksArePrinted(String query) throws Exception {
    assertThat(run(query, Output.CSV)).contains("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1; SELECT 2",
        "EXPLAIN SELECT 1",
        "SET",
        "SET a = b",
        "RESET",
        "USE features",
        "CACHE TABLE features.spend_v1",
        "CACHE TABLE x AS SELECT 1",
        "UNCACHE TABLE features.spend_v1",
        "CLEAR CACHE",
        "REFRESH TABLE features.spend_v1",
        "REFRESH '/tmp'",
        "ANALYZE TABLE features.spend_v1 COMPUTE STATISTICS",
        "ADD JAR '/tmp/x.jar'",
        "LIST JARS",
        "CREATE TABLE features.y (a INT) USING delta",
        "CREATE TABLE features.y USING delta AS SELECT 1 AS a",
        "CREATE OR REPLACE TEMPORARY VIEW v AS SELECT 1",
        "CREATE FUNCTION f AS 'x.Y'",
        "CREATE SCHEMA s",
        "DROP TABLE features.spend_v1",
        "DROP SCHEMA features CASCADE",
        "ALTER TABLE features.spend_v1 ADD COLUMN x INT",
        "INSERT INTO features.spend_v1 VALUES (1, 2)",
        "INSERT OVERWRITE features.spend_v1 VALUES (1, 2)",
        "INSERT OVERWRITE DIRECTORY '/tmp/x' USING csv SELECT 1",
        "FROM features.spend_v1 INSERT INTO features.spend_v1 SELECT *",
        "DELETE FROM features.spend_v1",
        "UPDATE features.spend_v1 SET id = 1",
        "MERGE INTO features.spend_v1 t USING features.spend_v1 s ON t.id = s.id WHEN MATCHED THEN"
            + " DELETE",
        "TRUNCATE TABLE features.spend_v1",
        "OPTIMIZE features.spend_v1",
        "VACUUM features.spend_v1 DRY RUN",
        "RESTORE TABLE features.spend_v1 TO VERSION AS OF 0",
        "CONVERT TO DELTA parquet.`/tmp/x`",
        "COMMENT ON TABLE features.spend_v1 IS 'x'",
        "LOAD DATA INPATH '/tmp/x' INTO TABLE features.spend_v1",
        "MSCK REPAIR TABLE features.spend_v1",
        "SELECT * FROM parquet.`/tmp`",
        "SELECT * FROM delta.`/tmp/x`",
        "SELECT * FROM features.`../features/spend_v1`",
        "SELECT * FROM features.`_x/y`",
        "SELECT (SELECT max(id) FROM delta.`/tmp/x`)",
        "WITH t AS (SELECT * FROM parquet.`/tmp/x`) SELECT * FROM t",
        "DESCRIBE HISTORY '/tmp/x'",
        "DESCRIBE DETAIL delta.`/tmp/x`",
        "SELECT * FROM spark_catalog.default.x",
        "SHOW TABLES IN spark_catalog.default",
        "SELECT * FROM IDENTIFIER('delta.`/tmp/x`')",
        "SELECT IDENTIFIER('reflect')('java.lang.System', 'getenv', 'PATH')",
        "SELECT reflect('java.lang.System', 'getenv', 'PATH')",
        "SELECT JAVA_METHOD('java.util.UUID', 'randomUUID')",
        "SELECT id FROM features.spend_v1 WHERE reflect('java.lang.System', 'getenv', 'X') IS NULL",
        "SELECT TRANSFORM (id) USING 'cat' AS (x) FROM features.spend_v1",
        "FROM features.spend_v1 MAP id USING 'cat' AS (x)",
        "SELECT * FROM table_changes_by_path('/tmp/x', 0)",
        "SELECT * FROM table_changes('features.spend_v1', 0)",
      })
  void everythingElseIsRefused(String query) {
    assertThatThrownBy(() -> run(query, Output.CSV))
        .isInstanceOfAny(Refusal.class, ParseException.class);
    assertThat(shared.read().format("delta").load(table()).count()).isEqualTo(30);
    assertThat(Files.exists(warehouse.resolve("features/y"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM features.nothing",
        "SELECT * FROM spend_v1",
        "SELECT * FROM _runs.secret",
        "SELECT * FROM features.plain",
        "SELECT * FROM features.`spend_v1@v0`",
        "SELECT nothing FROM features.spend_v1",
        "SELECT * FROM csv.`relative`",
        "SELEC 1",
        "SELECT * FROM features.spend_v1 VERSION AS OF 99",
        "SELECT * FROM features.spend_v1 VERSION AS OF 'abc'",
        "SELECT * FROM features.spend_v1 TIMESTAMP AS OF '2001-01-01'",
        "SELECT raise_error('x')",
      })
  void aWrongQueryIsRefused(String query) {
    assertThatThrownBy(() -> run(query, Output.CSV)).isInstanceOf(Exception.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CAST(1 AS TINYINT) | 1",
        "9223372036854775807 | 9223372036854775807",
        "true | true",
        "CAST(NULL AS INT) | ~~",
        "'' | \"\"",
        "'a,b' | \"a,b\"",
        "'say \"x\"' | \"say \"\"x\"\"\"",
        "'é' | é",
        "1.50 | 1.50",
        "CAST(1 AS DECIMAL(38,10)) | 1.0000000000",
        "CAST(0 AS DECIMAL(20,18)) | 0.000000000000000000",
        "0.1D | 0.1",
        "1D / 3 | 0.3333333333333333",
        "CAST(0.1 AS FLOAT) | 0.1",
        "CAST('NaN' AS DOUBLE) | NaN",
        "CAST('-Infinity' AS DOUBLE) | -Infinity",
        "DATE'2026-06-30' | 2026-06-30",
        "TIMESTAMP'2026-06-30T00:00:00Z' | 2026-06-30T00:00:00.000000Z",
        "TIMESTAMP'2026-06-30 02:00:00.123456+02:00' | 2026-06-30T00:00:00.123456Z",
        "TIMESTAMP'2026-06-30 00:00:00' | 2026-06-30T00:00:00.000000Z",
        "TIMESTAMP'1900-01-01T00:00:00Z' | 1900-01-01T00:00:00.000000Z",
        "TIMESTAMP_NTZ'2026-03-29 02:30:00' | 2026-03-29T02:30:00.000000",
        "X'00FF' | AP8=",
        "array(1, NULL) | \"[1,null]\"",
        "named_struct('a', 1.50, 'b', NULL, 'c', DATE'2026-06-30') |"
            + " \"{\"\"a\"\":\"\"1.50\"\",\"\"b\"\":null,\"\"c\"\":\"\"2026-06-30\"\"}\"",
        "map('k', NULL, 'l', CAST('NaN' AS DOUBLE)) | \"{\"\"k\"\":null,\"\"l\"\":\"\"NaN\"\"}\"",
        "map(1, array(TIMESTAMP'2026-06-30T00:00:00Z')) |"
            + " \"{\"\"1\"\":[\"\"2026-06-30T00:00:00.000000Z\"\"]}\"",
        "array() | []",
      })
  void csvHasOneFormPerType(String expression, String text) throws Exception {
    assertThat(run("SELECT " + expression + " AS x, 0 AS y", Output.CSV))
        .isEqualTo("x,y\n" + text + ",0\n");
  }

  @Test
  void lineBreaksAreQuoted() throws Exception {
    assertThat(run("SELECT 'line\\nbreak' AS x", Output.CSV)).isEqualTo("x\n\"line\nbreak\"\n");
  }

  @Test
  void noZoneOfTheMachineTakesPart() throws Exception {
    String query =
        "SELECT TIMESTAMP'2026-06-30T00:00:00Z' AS a, DATE'1582-10-04' AS b, TIMESTAMP'1582-10-04"
            + " 00:00:00' AS c";
    String utc = run(query, Output.CSV);
    TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
    try {
      assertThat(run(query, Output.CSV)).isEqualTo(utc);
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void jsonIsAnArrayOfObjects() throws Exception {
    assertThat(
            run(
                "SELECT 1.5 AS d, 1L AS n, NULL AS z, CAST('NaN' AS DOUBLE) AS x, 'é' AS s,"
                    + " array(1.0D) AS l",
                Output.JSON))
        .isEqualTo(
            "[\n{\"d\":\"1.5\",\"n\":1,\"z\":null,\"x\":\"NaN\",\"s\":\"é\",\"l\":[1.0]}\n]\n");
    assertThat(run("SELECT id FROM range(0, 3, 1, 2) ORDER BY id", Output.JSON))
        .isEqualTo("[\n{\"id\":0},\n{\"id\":1},\n{\"id\":2}\n]\n");
    assertThat(run("SELECT 1 AS a WHERE false", Output.JSON)).isEqualTo("[\n]\n");
    assertThat(run("SELECT 1 AS a WHERE false", Output.CSV)).isEqualTo("a\n");
  }

  @Test
  void twoColumnsOfAName() throws Exception {
    assertThatThrownBy(() -> run("SELECT 1 AS a, 2 AS a", Output.JSON))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("two columns are named 'a'");
    assertThat(run("SELECT 1 AS a, 2 AS a", Output.CSV)).isEqualTo("a,a\n1,2\n");
  }

  @Test
  void tablesShowAThousandRows() throws Exception {
    StringWriter out = new StringWriter();
    assertThat(
            SqlForms.write(SqlJob.dataset(session, "SELECT * FROM range(1001)"), Output.TABLE, out))
        .isFalse();
    assertThat(out.toString().lines()).hasSize(1002);
    assertThat(run("SELECT 1 AS n, 'ab' AS t, NULL AS z", Output.TABLE))
        .isEqualTo("n  t   z\n-  --  ----\n1  ab  NULL\n");
  }

  @Test
  void namespacesAreTheSchemas() throws Exception {
    assertThat(run("SHOW SCHEMAS", Output.CSV)).isEqualTo("namespace\nfeatures\ntraining\n");
    assertThat(run("SHOW TABLES IN features", Output.CSV))
        .isEqualTo("namespace,tableName,isTemporary\nfeatures,spend_v1,false\n");
    for (String all : List.of("SHOW TABLES", " show tables; ", "SHOW TABLES LIKE 's*'")) {
      assertThat(run(all, Output.CSV))
          .as(all)
          .isEqualTo("namespace,tableName,isTemporary\nfeatures,spend_v1,false\n");
    }
    assertThat(run("SELECT count(*) AS n FROM features.spend_v1 VERSION AS OF 0", Output.CSV))
        .isEqualTo("n\n10\n");
    assertThat(run("SELECT '${env:PATH}' AS v", Output.CSV)).isEqualTo("v\n${env:PATH}\n");
  }

  private static String table() {
    return warehouse.resolve("features").resolve("spend_v1").toString();
  }

  private static String run(String query, Output form) throws Exception {
    StringWriter out = new StringWriter();
    var rows = SqlJob.dataset(session, query);
    SqlForms.checkNames(rows.schema(), form == Output.JSON);
    SqlForms.write(rows, form, out);
    return out.toString();
  }
}
