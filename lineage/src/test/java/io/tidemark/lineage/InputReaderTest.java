package io.tidemark.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.LoadOptions;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.lineage.definition.SourceQuery;
import io.tidemark.lineage.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class InputReaderTest {
  @TempDir Path folder;
  private final SparkSession spark;
  private Project project;
  private InputReader reader;

  InputReaderTest(SparkSession spark) {
    this.spark = spark.newSession();
  }

  @BeforeEach
  void load() throws IOException {
    Files.writeString(
        folder.resolve("project.yaml"),
        """
        apiVersion: tidemark/v1
        kind: Project
        metadata: {name: p}
        spec: {warehouse: ./warehouse, defaults: {owner: o, team: t, useCase: u}}
        ---
        apiVersion: tidemark/v1
        kind: Source
        metadata: {name: a}
        spec:
          format: csv
          path: a.csv
          schema: [{name: k, type: INT}, {name: v, type: STRING}]
          filter: k < 9
        ---
        apiVersion: tidemark/v1
        kind: Source
        metadata: {name: b}
        spec: {format: parquet, path: b.parquet}
        """);
    Files.writeString(folder.resolve("a.csv"), "k,v\n1,x\n2,y\n2,z\n9,w\n");
    project = Project.load(new LoadOptions(folder, true, null, new TreeMap<>()));
    reader = InputReader.describing(spark, project);
  }

  @Test
  void aQuerySeesSourcesAfterTheirFiltersWhereverItNamesThem() {
    assertThat(rows("SELECT * FROM ref('a') ORDER BY v;"))
        .containsExactly("[1,x]", "[2,y]", "[2,z]");
    assertThat(
            rows(
                """
                WITH t AS (SELECT k FROM ref("a")), u AS (WITH t2 AS (SELECT k FROM t) SELECT k + 1 AS k FROM t2)
                SELECT x.k, y.v, (SELECT count(*) FROM ref('a') z WHERE z.k = x.k) AS n
                FROM T x JOIN ref('a') AS y(key, v) ON x.k = y.key LEFT JOIN u USING (k)
                WHERE x.k IN (SELECT k FROM `ref`('a')) AND EXISTS (SELECT 1 FROM ref('a') q WHERE q.k > x.k)
                """))
        .containsExactly("[1,x,1]");
    assertThat(
            rows(
                "SELECT k, sort_array(collect_list(v)) AS l, size(collect_set(v)) AS n FROM"
                    + " ref('a') LATERAL VIEW explode(array(1, 2)) e AS i"
                    + " WHERE i = 1 GROUP BY k HAVING count(*) > 1 UNION ALL SELECT a, b, 0 FROM"
                    + " VALUES (7, array('c')) AS t(a, b) ORDER BY k"))
        .containsExactly("[2,WrappedArray(y, z),2]", "[7,WrappedArray(c),0]");
    assertThat(rows("SELECT v, row_number() OVER (ORDER BY v DESC) AS n FROM ref('a') WHERE k = 2"))
        .containsExactlyInAnyOrder("[z,1]", "[y,2]");
    assertThat(
            rows(
                "SELECT DISTINCT last(v) OVER (PARTITION BY k ORDER BY v ROWS BETWEEN UNBOUNDED"
                    + " PRECEDING AND UNBOUNDED FOLLOWING) AS v FROM ref('a') WHERE k = 2"))
        .containsExactly("[z]");
    assertThat(rows("SELECT m FROM ref('a') x, LATERAL (SELECT x.k + 1 AS m) WHERE v = 'x'"))
        .containsExactly("[2]");
    assertThat(rows("SELECT 1 AS k")).containsExactly("[1]");
    assertThat(query("SELECT a.k FROM ref('a') JOIN ref('a') b USING (k)").sources())
        .singleElement()
        .isSameAs(reader.source(source("a")));
  }

  @Test
  void anythingButOneSteadyQueryOverSourcesIsRefusedAtItsField() {
    refused("SELECT (k FROM ref('a')", "does not parse");
    refused("SELECT k FROM ref('a'); SELECT 1", "does not parse");
    refused("DROP TABLE x", "is no query but DROP TABLE");
    refused("INSERT INTO t SELECT * FROM ref('a')", "is no query but INSERT INTO");
    refused("CREATE TABLE t AS SELECT * FROM ref('a')", "is no query but CREATE TABLE");
    refused("SET x = 1", "is no query but SET");
    refused("EXPLAIN SELECT * FROM ref('a')", "is no query but EXPLAIN");
    refused("CACHE TABLE t AS SELECT * FROM ref('a')", "is no query but");
    refused("SHOW TABLES", "is no query but");
    refused("VACUUM delta.`/x`", "is no query but VACUUM");
    refused("SELECT * FROM payments", "reads payments, which is no source");
    refused("SELECT * FROM a.b", "reads a.b, which is no source");
    refused("TABLE payments", "reads payments, which is no source");
    refused("SELECT * FROM parquet.`/etc/x`", "reads parquet./etc/x, which is no source");
    refused("SELECT * FROM ref('a') WHERE k IN (SELECT k FROM t)", "reads t, which is no source");
    refused("SELECT * FROM (WITH t AS (SELECT 1) SELECT * FROM t), t", "reads t, which is no");
    refused("WITH x AS (SELECT * FROM y), y AS (SELECT 1) SELECT * FROM x", "reads y, which is");
    refused("SELECT * FROM delta.`x` VERSION AS OF 1", "is no source");
    refused("SELECT * FROM range(5)", "reads range(…), which is no source");
    refused("SELECT * FROM table_changes('t', 1)", "is no source");
    refused("SELECT * FROM ref('a', 'b')", "has ref(…) of something else than one name");
    refused("SELECT * FROM ref(1)", "has ref(…) of something else than one name");
    refused("SELECT * FROM ref(concat('a', 'b'))", "has ref(…) of something else");
    refused("SELECT * FROM ref(a)", "has ref(…) of something else");
    refused("SELECT ref('a')", "has ref(…) where a value belongs");
    refused("SELECT * FROM ref('a' 'b')", "hides which sources it reads");
    refused("SELECT * FROM identifier('a')", "IDENTIFIER(…)");
    refused("SELECT TRANSFORM (k) USING 'cat' AS (k) FROM ref('a')", "runs a program");
    refused(
        "SELECT * FROM (SELECT * FROM ref('a')) TABLESAMPLE (10 PERCENT)", "takes a random sample");
    refused("SELECT rand() FROM ref('a')", "calls rand()");
    refused("SELECT * FROM ref('a') ORDER BY uuid()", "calls uuid()");
    refused("SELECT now() FROM ref('a')", "calls now()");
    refused("SELECT * FROM ref('a') WHERE current_date > date '2026-01-01'", "depends on when");
    refused("SELECT (SELECT current_timestamp()) FROM ref('a')", "calls current_timestamp()");
    refused("SELECT date 'today' FROM ref('a')", "depends on when");
    refused("SELECT CAST('now' AS TIMESTAMP) FROM ref('a')", "depends on when");
    refused("SELECT reflect('java.lang.System', 'exit', 1)", "calls reflect()");
    refused("SELECT java_method('java.lang.System', 'nanoTime')", "calls java_method()");
    refused("SELECT my_udf(k) FROM ref('a')", "calls my_udf(), which is not built in");
    refused("SELECT db.f(k) FROM ref('a')", "calls db.f(), which is not built in");
    refused("SELECT first(v) FROM ref('a')", "calls first(), which is not deterministic");
    refused("SELECT any_value(v) FROM ref('a')", "calls any_value(), which is not");
    refused("SELECT collect_list(v) FROM ref('a')", "calls collect_list(), which is not");
    refused("SELECT w FROM ref('a')", "does not fit: A column or function parameter with name `w`");
    refused("SELECT k + array(1) FROM ref('a')", "does not fit");
    assertThat(catchThrowableOfType(Refusal.class, () -> query("SELECT * FROM ref('b')")))
        .hasMessageContaining("source b: path b.parquet");
  }

  private List<String> rows(String sql) {
    return query(sql).rows().collectAsList().stream().map(Row::toString).toList();
  }

  private QueryTable query(String sql) {
    return reader.query(source("a"), "spec.path", SourceQuery.of(sql));
  }

  private Declared<SourceDefinition> source(String name) {
    return project.find(SourceDefinition.class, new Ref(name, 0)).orElseThrow();
  }

  private void refused(String sql, String why) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> query(sql));
    assertThat(refusal).as(sql).isNotNull();
    assertThat(refusal.exitCode()).isEqualTo(2);
    assertThat(refusal.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message()).startsWith("query of path ").contains(why);
              assertThat(problem.message()).doesNotContain("\n");
              assertThat(problem.line()).isEqualTo(11);
            });
  }
}
