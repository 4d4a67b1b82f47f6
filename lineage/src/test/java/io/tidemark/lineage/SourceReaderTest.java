package io.tidemark.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Format;
import io.tidemark.lineage.definition.LoadOptions;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SourceDefinition;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SparkExtension.class)
class SourceReaderTest {
  private static final List<String> COLUMNS = List.of("a INT", "b STRING", "c DOUBLE");

  @TempDir Path folder;
  private final SparkSession spark;
  private Project project;

  SourceReaderTest(SparkSession spark) {
    this.spark = spark.newSession();
  }

  @BeforeEach
  void load() throws IOException {
    Path root = Files.createDirectories(folder.resolve("pro[j]ect {1}"));
    Files.writeString(
        root.resolve("project.yaml"),
        """
        apiVersion: tidemark/v1
        kind: Project
        metadata: {name: p}
        spec: {warehouse: ./warehouse, defaults: {owner: o, team: t, useCase: u}}
        """);
    project = Project.load(new LoadOptions(root, true, null, new TreeMap<>()));
  }

  @Test
  void aCsvIsReadWithItsSchemaAndDoubledQuotes() throws IOException {
    write("data/f.csv", "a,b,c\n1,\"say \"\"hi\"\", you\",1.5\n,,\n");
    assertThat(rows(csv("data/f.csv")))
        .extracting(Row::toString)
        .containsExactlyInAnyOrder("[1,say \"hi\", you,1.5]", "[null,null,null]");
  }

  @Test
  void aFolderAndAGlobAreAllTheirFiles() throws IOException {
    write("data/x/1.csv", "a,b,c\n1,x,1\n");
    write("data/x/2.csv", "a,b,c\r\n2,y,2\r\n");
    write("data/x/.hidden.csv", "zz\n");
    write("data/x/empty.csv", "");
    assertThat(rows(csv("data/x"))).hasSize(2);
    assertThat(rows(csv("data/*/?.csv"))).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b,c\n1,x\n",
        "a,b,c\n1,x,1.0,9\n",
        "a,b,c\none,x,1.0\n",
        "a,b,c\n1,x,much\n",
        "a,b,c\n99999999999,x,1.0\n",
        "a,b,c\n1.0,x,1.0\n",
        "a,b,c\n1,\"x,1.0\n",
        "a,b,c\n1,\"x\ny\",1.0\n"
      })
  void aRowThatDoesNotFitRefusesWhicheverColumnsAreAsked(String text) throws IOException {
    write("data/f.csv", text);
    Declared<SourceDefinition> source = csv("data/f.csv");
    Refusal refusal = refusal(source, "b");
    assertThat(refusal.exitCode()).isEqualTo(2);
    assertThat(refusal.problems().get(0).code()).isEqualTo("SOURCE_ROW");
    assertThat(refusal).hasMessageContaining("source rows").hasMessageContaining("f.csv");
    assertThat(refusal).hasMessageContaining("defs.yaml:2: error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DECIMAL(10,2) | 1.239",
        "DECIMAL(10,2) | 123456789.00",
        "DECIMAL(10,2) | 1e2",
        "DECIMAL(10,2) | .",
        "DECIMAL(10,0) | 1.5",
        "DATE | 2026-06-01 garbage",
        "DATE | 2026",
        "DATE | 2026-02-30",
        "TIMESTAMP | 10:30",
        "TIMESTAMP | 2026-06",
        "TIMESTAMP | 2026-06-01T10:00:00.1234567Z",
        "TIMESTAMP | 2026-06-01T25:00:00Z",
        "DOUBLE | 5d",
        "DOUBLE | 0x1p3",
        "DOUBLE | 1e400",
        "FLOAT | 1e40",
      })
  void aFieldThatIsNotItsTypeToTheLetterRefuses(String type, String field) throws IOException {
    write("data/f.csv", "a\n" + field + "\n");
    Refusal refusal = refusal(csvOf(type), "a");
    assertThat(refusal.problems().get(0).code()).isEqualTo("SOURCE_ROW");
    assertThat(refusal).hasMessageContaining("f.csv").hasMessageContaining(type + ": " + field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DECIMAL(10,2) | -1.2000 | -1.20",
        "DECIMAL(10,2) | +.5 | 0.50",
        "DECIMAL(10,0) | 7. | 7",
        "DATE | 2024-02-29 | 2024-02-29",
        "TIMESTAMP | 2026-06-01 10:00 | 2026-06-01 10:00:00.0",
        "TIMESTAMP | 2026-06-01T10:00:00.123456+02:00 | 2026-06-01 08:00:00.123456",
        "DOUBLE | 1.5e3 | 1500.0",
        "DOUBLE | -Inf | -Infinity",
        "DOUBLE | NaN | NaN",
        "FLOAT | .25 | 0.25",
      })
  void aFieldOfItsTypeIsTakenAsItIs(String type, String field, String value) throws IOException {
    write("data/f.csv", "a\n" + field + "\n");
    assertThat(rows(csvOf(type))).extracting(Row::toString).containsExactly("[" + value + "]");
  }

  private Declared<SourceDefinition> csvOf(String type) {
    return Sources.declared(Format.CSV, "data/f.csv", List.of("a " + type), null, new TreeMap<>());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"b,a,c\n", "a,b\n", "a,b,c,d\n", "A,b,c\n", "1,x,1.0\n2,x,1.0\n", "a;b;c\n"})
  void aHeaderThatIsNotTheSchemaRefuses(String text) throws IOException {
    write("data/f.csv", text);
    assertThatThrownBy(() -> new SourceReader(spark, project).describe(csv("data/f.csv")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("f.csv has the header")
        .hasMessageContaining("a,b,c");
  }

  @Test
  void readerOptionsOfASourceAreObeyed() throws IOException {
    write("data/f.csv", "1;x;-\n2;-;1.5\n");
    TreeMap<String, String> options = new TreeMap<>();
    options.put("header", "false");
    options.put("sep", ";");
    options.put("nullValue", "-");
    assertThat(rows(Sources.declared(Format.CSV, "data/f.csv", COLUMNS, null, options)))
        .extracting(Row::toString)
        .containsExactlyInAnyOrder("[1,x,null]", "[2,null,1.5]");
  }

  @Test
  void aFilterThatIsNullIsFalse() {
    spark.sql("SELECT * FROM VALUES (1), (2), (NULL) AS x(a)").write().parquet(path("data/p"));
    assertThat(rows(Sources.declared(Format.PARQUET, "data/p", List.of(), "a <> 2"))).hasSize(1);
  }

  @Test
  void aMissingPathAndAFileThatIsNoParquetRefuse() throws IOException {
    assertThatThrownBy(() -> rows(Sources.declared(Format.PARQUET, "data/no", List.of(), null)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("path data/no matches nothing");
    write("data/f.parquet", "no parquet at all");
    assertThatThrownBy(
            () -> rows(Sources.declared(Format.PARQUET, "data/f.parquet", List.of(), null)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("f.parquet");
    assertThatThrownBy(() -> rows(Sources.declared(Format.DELTA, "data/no", List.of(), null)))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void theFingerprintChangesWithTheFilesOnly() throws IOException {
    write("data/f.csv", "a,b,c\n1,x,1\n");
    Declared<SourceDefinition> source = csv("data/f.csv");
    SourceTable before = new SourceReader(spark, project).describe(source);
    SourceTable same = new SourceReader(spark, project).describe(source);
    write("data/f.csv", "a,b,c\n1,x,1\n2,x,1\n");
    SourceTable after = new SourceReader(spark, project).describe(source);
    assertThat(before.fingerprint()).hasSize(64).isEqualTo(same.fingerprint());
    assertThat(after.fingerprint()).isNotEqualTo(before.fingerprint());
    assertThat(before.files()).isEqualTo(1);
    assertThat(before.bytes()).isEqualTo(12);
  }

  @Test
  void aDeltaTableIsReadAtTheVersionItHadWhenItWasOpened() {
    spark.range(3).write().format("delta").save(path("data/d"));
    Declared<SourceDefinition> source = Sources.declared(Format.DELTA, "data/d", List.of(), null);
    SourceTable open = new SourceReader(spark, project).describe(source);
    spark.range(3).write().format("delta").mode("append").save(path("data/d"));
    assertThat(open.rows().count()).isEqualTo(3);
    assertThat(open.version()).isZero();
    assertThat(open.tableId()).isNotNull();
    assertThat(open.fingerprint()).isNull();
  }

  @Test
  void nanosecondsOfParquetRefuse() throws IOException {
    Path data = Files.createDirectories(project.root().resolve("data"));
    try (java.sql.Connection duck = java.sql.DriverManager.getConnection("jdbc:duckdb:");
        java.sql.Statement statement = duck.createStatement()) {
      statement.execute(
          "COPY (SELECT TIMESTAMP_NS '2024-03-01 00:00:00.123456789' AS ts) TO '"
              + data.resolve("ns.parquet")
              + "' (FORMAT parquet)");
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
    assertThatThrownBy(
            () -> rows(Sources.declared(Format.PARQUET, "data/ns.parquet", List.of(), null)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("INT64 nanoseconds");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a = | does not parse",
        "nope = 1 | nope",
        "a + 1 | not BOOLEAN",
        "rand() < 0.5 | rand()",
        "a IN (SELECT 1) | subquery",
        "EXISTS (SELECT 1) | subquery",
        "sum(a) > 1 | many rows",
        "row_number() OVER (ORDER BY a) = 1 | window",
        "explode(array(a)) = 1 | gives many",
        "b < current_date() | current_date()",
        "current_date = date'2024-01-01' | when or by whom",
        "now() > timestamp'2024-01-01 00:00:00' | now()",
        "current_user() = b | current_user()",
        "timestamp'now' > timestamp'2024-01-01 00:00:00' | when it is asked",
        "cast('today' AS date) > date'2024-01-01' | when it is asked",
        "to_date('now') > date'2024-01-01' | when it is asked",
        "unix_timestamp() > 1 | when",
        "reflect('java.lang.Math', 'random') = '1' | reflect()",
        "java_method('java.lang.Math', 'random') = '1' | java_method()",
        "uuid() = b | uuid()",
        "my_function(a) | not built in",
        "other.fn(a) | not built in"
      })
  void predicatesThatAreNoFunctionOfTheRowAreRefused(String predicate, String why) {
    assertThatThrownBy(() -> compile(predicate))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("defs.yaml:3: error")
        .hasMessageContaining(why.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a > 1 AND b IN ('now', 'x')",
        "coalesce(upper(b) RLIKE '^X', false)",
        "b = 'now'",
        "exists(array(a), x -> x > 1)",
        "CASE WHEN a > 1 THEN true ELSE NULL END",
        "date_add(date'2024-01-01', a) > date'2024-02-01'",
        "extract(YEAR FROM timestamp'2024-01-01 00:00:00') = 2024"
      })
  void predicatesOfBuiltInFunctionsAreFine(String predicate) {
    assertThat(compile(predicate)).isNotNull();
  }

  private org.apache.spark.sql.Column compile(String predicate) {
    Declared<SourceDefinition> source = Sources.declared(Format.PARQUET, "p", List.of(), null);
    return Predicates.compile(
        source, "spec.filter", predicate, spark.sql("SELECT 1 AS a, 'x' AS b"));
  }

  private Declared<SourceDefinition> csv(String path) {
    return Sources.declared(Format.CSV, path, COLUMNS, null);
  }

  private String path(String relative) {
    return project.root().resolve(relative).toString();
  }

  private void write(String file, String text) throws IOException {
    Path path = project.root().resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private List<Row> rows(Declared<SourceDefinition> source) {
    return open(source).rows().collectAsList();
  }

  /** As a run opens it, without the record of a run. */
  private SourceTable open(Declared<SourceDefinition> source) {
    return new SourceReader(spark, project).open(source, true);
  }

  private Refusal refusal(Declared<SourceDefinition> source, String column) {
    Throwable thrown =
        catchThrowable(
            () -> {
              SourceTable table = open(source);
              try {
                table.rows().select(column).collectAsList();
              } catch (Exception e) {
                throw table.refusal(e).orElseThrow(() -> new IllegalStateException(e));
              }
            });
    assertThat(thrown).isInstanceOf(Refusal.class);
    return (Refusal) thrown;
  }
}
