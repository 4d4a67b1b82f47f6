package io.tidemark.quality.engine;

import static io.tidemark.quality.engine.Suites.judge;
import static io.tidemark.quality.engine.Suites.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import io.tidemark.quality.definition.Check.Length;
import io.tidemark.quality.definition.Check.Measure;
import io.tidemark.quality.definition.Check.Metric;
import io.tidemark.quality.definition.Check.NotNull;
import io.tidemark.quality.definition.Check.Range;
import io.tidemark.quality.definition.Check.RowCount;
import io.tidemark.quality.definition.Check.SqlMetric;
import io.tidemark.quality.definition.Check.SqlRow;
import io.tidemark.quality.definition.Check.Unique;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.definition.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What one rule stumbles over is an error of that rule alone. */
@ExtendWith(SparkExtension.class)
class BadRulesTest {
  private static final Rule COUNT = rule("count", new RowCount(null, null)).build();
  private static final Rule GOOD = rule("good", new Range("a", "0", null)).build();

  @Test
  void badRulesAreErrorsAndTheOthersStand(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT id a, id - 5 b, 'x' t FROM range(10)");
    List<RuleOutcome> found =
        judge(
            spark,
            rows,
            COUNT,
            rule("missing", new NotNull(List.of("nope"))).build(),
            rule("type", new Length("a", 1L, null)).build(),
            rule("parse", new SqlRow("a >")).build(),
            rule("number", new SqlRow("a + 1")).build(),
            rule("random", new SqlRow("rand() > 0.5")).build(),
            rule("unbound", new SqlRow("a > :other")).build(),
            rule("zero", new SqlRow("10 / b > 0")).build(),
            rule("cast", new SqlRow("cast(t AS INT) > 0")).build(),
            rule("where", new Range("a", "0", null)).where("1 % b = 0").build(),
            rule("query", new SqlMetric("SELECT max(10 / b) FROM dataset", null, null)).build(),
            rule("write", new SqlMetric("DROP TABLE dataset", null, null)).build(),
            rule("several", new SqlMetric("SELECT a FROM dataset", null, null)).build(),
            rule("text", new SqlMetric("SELECT max(t) FROM dataset", null, null)).build(),
            rule("mean", new Measure(Metric.MEAN, null, "t", null, null)).build(),
            rule("guarded", new SqlRow("10 / b > 0")).where("b > 0").build(),
            GOOD);
    assertThat(found)
        .filteredOn(o -> o.outcome() == Outcome.ERROR)
        .extracting(o -> o.rule().id())
        .containsExactly(
            "missing", "type", "parse", "number", "random", "unbound", "zero", "cast", "where",
            "query", "write", "several", "text", "mean");
    assertThat(found)
        .filteredOn(o -> o.outcome() == Outcome.ERROR)
        .allMatch(o -> o.errorClass() != null && o.message() != null && o.rowsFailed() == null);
    assertThat(found)
        .filteredOn(o -> o.outcome() == Outcome.PASS)
        .extracting(o -> o.rule().id())
        .containsExactly("count", "guarded", "good");
    assertThat(found.stream().filter(o -> o.rule().id().equals("zero")).findFirst().orElseThrow())
        .extracting(RuleOutcome::errorClass)
        .isEqualTo("DIVIDE_BY_ZERO");
  }

  @Test
  void aFilterThatFailsIsAnErrorOfItsSuiteOnly(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT id a FROM range(10)");
    QualitySuiteDefinition bad = Suites.suite("bad", "1 / (a - 3) > 0", COUNT, GOOD);
    QualitySuiteDefinition good = Suites.suite("good", "a > 3", COUNT, GOOD);
    List<SuiteOutcome> found =
        new Judge(spark, Suites.MOMENT, History.EMPTY, Suites.NOTHING)
            .judge(new Subject("source:s", null, rows), List.of(good, bad));
    assertThat(found).extracting(o -> o.suite().metadata().name()).containsExactly("bad", "good");
    assertThat(found.get(0).outcomes()).allMatch(o -> o.outcome() == Outcome.ERROR);
    assertThat(found.get(1).outcomes()).allMatch(o -> o.outcome() == Outcome.PASS);
    assertThat(found.get(1).outcomes()).allMatch(o -> Long.valueOf(6).equals(o.rowsEvaluated()));
    assertThat(found.get(1).engine()).isEqualTo("deequ,native");
  }

  @Test
  void aTableThatVanishesIsAnErrorOfItsRules(SparkSession spark, @TempDir Path folder)
      throws Exception {
    String path = folder.resolve("t").toString();
    spark.range(10).toDF("a").write().parquet(path);
    Dataset<Row> rows = spark.read().parquet(path);
    try (Stream<Path> files = Files.walk(folder.resolve("t"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    List<RuleOutcome> found =
        judge(spark, rows, COUNT, GOOD, rule("u", new Unique(List.of("a"), List.of())).build());
    assertThat(found).hasSize(3).allMatch(o -> o.outcome() == Outcome.ERROR);
  }

  @Test
  void anEmptyTableIsNoDataButHasACount(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT id a, cast(NULL AS DOUBLE) d FROM range(0)");
    List<RuleOutcome> found =
        judge(
            spark,
            rows,
            COUNT,
            GOOD,
            rule("u", new Unique(List.of("a"), List.of())).build(),
            rule("mean", new Measure(Metric.MEAN, null, "d", null, null)).build(),
            rule("sql", new SqlMetric("SELECT count(*) FROM dataset", null, null)).build(),
            rule("max", new SqlMetric("SELECT max(a) FROM dataset", null, null)).build());
    assertThat(found)
        .extracting(RuleOutcome::outcome)
        .containsExactly(
            Outcome.PASS,
            Outcome.NO_DATA,
            Outcome.NO_DATA,
            Outcome.NO_DATA,
            Outcome.PASS,
            Outcome.NO_DATA);
    assertThat(found.get(0).metricValue()).isZero();
  }

  @Test
  void aMillionSegmentsAreAnErrorWithoutRowsOfSegments(SparkSession spark) {
    Dataset<Row> rows = spark.range(1_000_000).toDF("a");
    List<RuleOutcome> found =
        judge(
            spark,
            rows,
            rule("all", new Range("a", "0", null)).by("a").build(),
            rule("few", new Range("a", "0", null)).where("a < 256").by("a").build(),
            rule("unique", new Unique(List.of("a"), List.of())).by("a").build(),
            COUNT);
    assertThat(found).hasSize(4 + 256);
    assertThat(found.get(0).outcome()).isEqualTo(Outcome.ERROR);
    assertThat(found.get(0).errorClass()).isEqualTo("TOO_MANY_SEGMENTS");
    assertThat(found.get(1).outcome()).isEqualTo(Outcome.PASS);
    assertThat(found.get(2).segmentValue()).isEqualTo("[\"0\"]");
    assertThat(found.get(258).errorClass()).isEqualTo("TOO_MANY_SEGMENTS");
    assertThat(found.get(259).metricValue()).isEqualTo(1_000_000);
  }
}
