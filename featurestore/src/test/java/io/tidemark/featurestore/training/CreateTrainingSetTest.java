package io.tidemark.featurestore.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.featurestore.pit.PlainJoin;
import io.tidemark.featurestore.pit.PointInTimeJoin;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Status;
import io.tidemark.lineage.registry.RunIoRow;
import io.tidemark.lineage.registry.TrainingSetRow;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class CreateTrainingSetTest {
  private static final String ACCT = "k, event_ts, known_at, _id, v, w";
  private static final String KNOWN = "acct__known_at";
  private static final String AS_KNOWN_ROWS =
      "0,10,a,100 1,22,null,100 1,22,null,100 2,null,x,null 3,null,null,null";

  @TempDir private static Path templates;
  private static TrainingProject applied;
  private static TrainingProject filled;

  @TempDir private Path root;

  @BeforeAll
  static void prepare(SparkSession spark) {
    applied = new TrainingProject(spark, templates.resolve("applied")).apply();
    filled = applied.copy(templates.resolve("filled")).filled();
  }

  @Test
  void aSetsVersionsFollowItsContent(SparkSession spark) {
    TrainingProject project = filled.copy(root);
    Answer first = project.create();
    assertThat(first.problems()).isEmpty();
    assertThat(first.status()).isEqualTo(Status.OK);
    assertThat(first.results())
        .singleElement()
        .hasToString(
            "{name=loans, version=1, table=training.loans_v1, status=written, rows=5, views=["
                + "{view=acct@1, way=merge, matched=4, seq=1},"
                + " {view=area@2, way=merge, matched=3, seq=1}], signature=unsigned}");
    Dataset<Row> table = project.training(1);
    assertThat(table.schema().toDDL())
        .isEqualTo(
            "id INT,acc BIGINT,country STRING,zip STRING,Asked STRING,a_w STRING,a_value INT,people"
                + " INT,acct__event_ts TIMESTAMP,acct__known_at TIMESTAMP,area__event_ts"
                + " TIMESTAMP,area__known_at TIMESTAMP");
    assertThat(rows(table)).containsExactlyInAnyOrder(AS_KNOWN_ROWS.split(" "));
    sealed(project);
    String digest = newest(project).contentDigest();
    digestIsOfContentOnly(spark, table, digest);

    Answer again =
        project.create(
            (spine, views, knowledge) -> {
              throw new IllegalStateException("nothing is to be computed");
            });
    assertThat(again.status()).isEqualTo(Status.UNCHANGED);
    assertThat(again.results().get(0).toString())
        .contains("version=1", "status=unchanged", "rows=5", "matched=4, seq=1");

    project.store("acct_v1", ACCT, "(9L, '2024-03-01', '2024-03-01', 1, 1, '')");
    Answer equal = project.create();
    assertThat(equal.status()).isEqualTo(Status.UNCHANGED);
    assertThat(equal.results().get(0).toString()).contains("version=1", "seq=5");
    assertThat(project.folder(2)).doesNotExist();
    assertThat(project.warehouse().registry().runIo())
        .filteredOn(io -> io.runId().equals(equal.runId()))
        .extracting(RunIoRow::direction)
        .containsOnly(RunIoRow.Direction.READ);

    project.store("acct_v1", ACCT, "(1L, '2024-03-04', '2024-03-04', 1, 15, '')");
    Answer changed = project.create();
    assertThat(changed.status()).isEqualTo(Status.OK);
    assertThat(changed.results().get(0).toString()).contains("version=2", "training.loans_v2");
    assertThat(rows(project.training(2))).contains("0,15,,100");
    assertThat(rows(project.training(1))).contains("0,10,a,100");
  }

  private static void sealed(TrainingProject project) {
    TrainingSetRow row = newest(project);
    assertThat(row.rows()).isEqualTo(5);
    assertThat(row.inputs())
        .extracting(TrainingSetRow.Input::name)
        .containsExactly("source:loans", "features.acct_v1", "features.area_v2");
    assertThat(row.inputs().get(0).fingerprint()).isNotNull();
    assertThat(row.inputs().get(1).seq()).isEqualTo(1);
    assertThat(row.columns().get(5).nulls()).isEqualTo(3);
    assertThat(row.manifest()).contains("\"content_digest\":\"" + row.contentDigest() + "\"");
    assertThat(project.warehouse().registry().runIo())
        .filteredOn(io -> io.runId().equals(row.runId()))
        .extracting(io -> io.direction() + " " + io.name())
        .containsExactlyInAnyOrder(
            "READ source:loans",
            "READ features.acct_v1",
            "READ features.area_v2",
            "WRITE training.loans_v1");
  }

  private static void digestIsOfContentOnly(SparkSession spark, Dataset<Row> table, String digest) {
    spark.conf().set("spark.sql.session.timeZone", "Asia/Tokyo");
    try {
      assertThat(Content.of(table.orderBy(functions.rand()).repartition(7)).digest())
          .isEqualTo(digest);
    } finally {
      spark.conf().set("spark.sql.session.timeZone", "UTC");
    }
    assertThat(Content.of(table.union(table.limit(1))).digest()).isNotEqualTo(digest);
    assertThat(Content.of(table.withColumnRenamed("id", "no")).digest()).isNotEqualTo(digest);
  }

  @Test
  void knowledgeColumnsAndDiagnosticsAreAsDeclared() {
    TrainingProject project = filled.copy(root);
    project.store("acct_v1", ACCT, "(1L, '2024-03-04', '2024-05-01', 1, 16, 'late')");
    project.definitions("KNOWLEDGE", "as_corrected").create();
    assertThat(rows(project.training(1))).contains("0,16,late,100");
    Answer answer =
        project
            .definitions(
                "KNOWLEDGE",
                "{asOf: 2024-04-01T00:00:00Z}",
                "DIAGNOSTICS",
                "false",
                "COLUMNS",
                "[zip, id]")
            .create();
    assertThat(answer.results().get(0).toString()).contains("matched=4", "matched=3");
    assertThat(project.training(2).columns())
        .containsExactly("zip", "id", "a_w", "a_value", "people");
    assertThat(rows(project.training(2))).contains("0,10,a,100");
    assertThat(newest(project).knowledge()).isEqualTo("as_of:2024-04-01T00:00:00Z");
  }

  @Test
  void warnsOfViewsWithoutRowsAndOfLoadTimes() {
    TrainingProject project = applied.copy(root);
    Answer empty = project.create();
    assertThat(empty.exitCode()).isZero();
    assertThat(empty.problems())
        .extracting(Problem::code)
        .containsExactly("NEVER_MATERIALIZED", "NEVER_MATERIALIZED");
    assertThat(project.training(1).where("a_value IS NULL AND people IS NULL").count())
        .isEqualTo(5);
    project.store(
        "acct_v1",
        ACCT,
        "(1L, '2024-03-01', '2024-05-01', 1, 1, 'a'), (2L, '2024-03-01', '2024-05-01', 1, 1, 'a')");
    project.loans(
        """
        1,1,GB,N1,2024-03-06
        2,2,,N1,2024-03-06
        3,,GB,N2,2024-03-06 01:00:00+01:00
        """);
    for (Status status : List.of(Status.OK, Status.UNCHANGED)) {
      Answer answer = project.create();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.problems())
          .filteredOn(p -> p.code().equals("LOAD_TIME"))
          .singleElement()
          .satisfies(
              p -> assertThat(p.message()).contains("acct@1 matches 0 of 3", "2 as corrected"));
    }
  }

  @Test
  void refusesSpinesThatDoNotFit() {
    TrainingProject project = filled.copy(root).loans("1,1,GB,N1,soon\n");
    refused(project.create(), 2, "TIME_UNREADABLE", "soon");
    project.loans("1,1,GB,N1,\n2,1,GB,N1,2024-03-06\n");
    refused(project.create(), 2, "NULL_SPINE_TIME", "1 of 2");
    assertThat(project.folder(1)).doesNotExist();
    project.definitions("NULLS", "keep");
    assertThat(project.create().results().get(0).toString()).contains("rows=2", "matched=1");
    project.parquetLoans("SELECT 1 A_VALUE, '01' acc, 'GB' country, 'N1' zip, '2024-03-06' Asked");
    refused(project.create(), 2, "KEY_TYPE", "BIGINT, column `acc` of the spine is STRING");
    project.parquetLoans("SELECT 1 A_VALUE, 1L acc, 'GB' country, 'N1' zip, '2024-03-06' Asked");
    refused(project.create(), 2, "NAME_CLASH", "a_value: of the spine and of view acct");
  }

  @Test
  void refusesWhatWasNotAppliedAsItIsAndWhatIsRetired() {
    TrainingProject project = filled.copy(root).definitions("P7D", "P8D");
    refused(project.create(), 2, "DIFFERS_FROM_APPLIED", "is not what was applied");
    project.definitions("acct, version: 1", "acct, version: 3", "acct@1", "acct@3");
    assertThat(project.create().problems()).extracting(Problem::code).contains("NOT_APPLIED");
    project.definitions("ACCT_STATE", "retired");
    refused(project.create(), 2, "RETIRED", "serves no more");
    assertThat(project.folder(1)).doesNotExist();
    project.definitions("ACCT_STATE", "deprecated, sunset: 2024-12-31");
    Answer answer = project.create();
    assertThat(answer.exitCode()).isZero();
    assertThat(answer.problems()).extracting(Problem::code).containsExactly("DEPRECATED");
  }

  @Test
  void publishesNothingThatCannotBeProven() {
    TrainingProject project = filled.copy(root);
    PointInTimeJoin leaking =
        falsified(rows -> rows.withColumn(KNOWN, functions.expr(KNOWN + " + interval 90 days")));
    refused(project.create(leaking), 7, "NOT_PROVEN", "4 rows have values of view acct@1");
    PointInTimeJoin losing = falsified(Dataset::distinct);
    refused(project.create(losing), 7, "NOT_PROVEN", "spine has 5 rows, joined are 4");
    PointInTimeJoin mixing =
        falsified(rows -> rows.withColumn(SpineColumns.kept(0), functions.lit(1)));
    refused(project.create(mixing), 7, "NOT_PROVEN", "checksums differ");
    assertThat(project.folder(1)).doesNotExist();
    assertThat(project.warehouse().registry().trainingSet("loans")).isEmpty();
  }

  @Test
  void oneOfTwoRacingRunsIsUnchanged() throws Exception {
    TrainingProject project = filled.copy(root);
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      Future<Answer> one = two.submit(() -> project.create());
      Future<Answer> other = two.submit(() -> project.create());
      assertThat(List.of(one.get().status(), other.get().status()))
          .containsExactlyInAnyOrder(Status.OK, Status.UNCHANGED);
    } finally {
      two.shutdown();
    }
    assertThat(project.warehouse().registry().trainingSets()).hasSize(1);
    assertThat(project.folder(2)).doesNotExist();
  }

  private static PointInTimeJoin falsified(UnaryOperator<Dataset<Row>> how) {
    return (spine, views, knowledge) -> {
      PointInTimeJoin.Joined joined = new PlainJoin().join(spine, views, knowledge);
      return new PointInTimeJoin.Joined(how.apply(joined.rows()), joined.ways());
    };
  }

  private static TrainingSetRow newest(TrainingProject project) {
    return project.warehouse().registry().trainingSet("loans").orElseThrow();
  }

  private static List<String> rows(Dataset<Row> table) {
    return table
        .selectExpr(
            "concat_ws(',', id, nvl(string(a_value), 'null'), nvl(a_w, 'null'), nvl(string(people),"
                + " 'null'))")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private static void refused(Answer answer, int exitCode, String code, String words) {
    assertThat(answer.exitCode()).isEqualTo(exitCode);
    assertThat(answer.problems())
        .anySatisfy(
            p -> {
              assertThat(p.code()).isEqualTo(code);
              assertThat(p.message()).contains(words);
              assertThat(p.file()).isEqualTo("project.yaml");
              assertThat(p.line()).isPositive();
            });
  }
}
