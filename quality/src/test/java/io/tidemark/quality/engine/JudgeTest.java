package io.tidemark.quality.engine;

import static io.tidemark.quality.engine.Suites.MOMENT;
import static io.tidemark.quality.engine.Suites.NOTHING;
import static io.tidemark.quality.engine.Suites.judge;
import static io.tidemark.quality.engine.Suites.only;
import static io.tidemark.quality.engine.Suites.rule;
import static io.tidemark.quality.engine.Suites.suite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.lineage.testing.SparkExtension;
import io.tidemark.quality.definition.Anomaly;
import io.tidemark.quality.definition.Between;
import io.tidemark.quality.definition.Check.Expected;
import io.tidemark.quality.definition.Check.Freshness;
import io.tidemark.quality.definition.Check.Measure;
import io.tidemark.quality.definition.Check.Metric;
import io.tidemark.quality.definition.Check.NotNull;
import io.tidemark.quality.definition.Check.Range;
import io.tidemark.quality.definition.Check.References;
import io.tidemark.quality.definition.Check.RowCount;
import io.tidemark.quality.definition.Check.SchemaIs;
import io.tidemark.quality.definition.Check.SortKey;
import io.tidemark.quality.definition.Check.SqlMetric;
import io.tidemark.quality.definition.Check.SqlRow;
import io.tidemark.quality.definition.Check.Unique;
import io.tidemark.quality.definition.DataRef;
import io.tidemark.quality.definition.Rule;
import io.tidemark.quality.definition.Rule.NoData;
import io.tidemark.quality.definition.Rule.Severity;
import io.tidemark.quality.definition.Rule.Special;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What outcomes say, rule by rule. */
@ExtendWith(SparkExtension.class)
class JudgeTest {

  @Test
  void fiftyRowRulesOfTwoSuitesAreOneJob(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT id a FROM range(100)");
    Rule[] rules = new Rule[25];
    for (int i = 0; i < rules.length; i++) {
      rules[i] = rule("r" + i, new Range("a", "0", String.valueOf(100 + i))).build();
    }
    AtomicInteger jobs = new AtomicInteger();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            jobs.incrementAndGet();
          }
        };
    SparkInternals.awaitListeners(spark.sparkContext());
    spark.sparkContext().addSparkListener(listener);
    List<SuiteOutcome> found;
    try {
      found =
          new Judge(spark, MOMENT, History.EMPTY, NOTHING)
              .judge(
                  new Subject("source:s", null, rows),
                  List.of(suite("a", null, rules), suite("b", "a > 3", rules)));
      SparkInternals.awaitListeners(spark.sparkContext());
    } finally {
      spark.sparkContext().removeSparkListener(listener);
    }
    assertThat(jobs).hasValue(1);
    assertThat(found).allMatch(o -> o.engine().equals("deequ,native"));
    assertThat(found.get(1).outcomes())
        .hasSize(25)
        .allMatch(o -> o.outcome() == Outcome.PASS && o.rowsEvaluated() == 96);
  }

  @Test
  void deequAndSparkComputeTheSame(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT id % 7 * 1.5D d, 'all' g FROM range(1000)");
    for (Metric metric : Metric.values()) {
      Measure measure =
          new Measure(metric, metric == Metric.QUANTILE ? 0.3 : null, "d", null, null);
      List<RuleOutcome> found = judge(spark, rows, rule("m", measure).by("g").build());
      assertThat(found.get(0).metricValue())
          .as(metric.name())
          .isCloseTo(found.get(1).metricValue(), within(1e-9));
    }
  }

  @Test
  void aViolatedCriticalRuleSkipsLaterSuites(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT id a FROM range(3)");
    Rule bad = rule("bad", new Range("a", "1", null)).severity(Severity.CRITICAL).build();
    Rule fine = rule("fine", new Range("a", "0", null)).build();
    List<SuiteOutcome> found =
        new Judge(spark, MOMENT, History.EMPTY, NOTHING)
            .judge(
                new Subject("source:s", null, rows),
                List.of(suite("c", null, fine), suite("b", null, bad), suite("a", null, fine)));
    assertThat(found)
        .extracting(o -> o.outcomes().get(0).outcome())
        .containsExactly(Outcome.PASS, Outcome.FAIL, Outcome.SKIPPED);
  }

  @Test
  void severityNoDataAndMinRowsDecideTheOutcome(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT id a FROM range(3)");
    Suites.Rules bad = rule("r", new Range("a", "1", null));
    assertThat(only(spark, rows, bad).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(only(spark, rows, bad.severity(Severity.INFO)).outcome()).isEqualTo(Outcome.WARN);
    assertThat(only(spark, rows, bad.tolerance(1.0 / 3)).outcome()).isEqualTo(Outcome.PASS);
    assertThat(only(spark, rows, bad.minRows(4)).outcome()).isEqualTo(Outcome.NO_DATA);
    assertThat(only(spark, rows, bad.minRows(4).onNoData(NoData.PASS)).outcome())
        .isEqualTo(Outcome.PASS);
    assertThat(only(spark, rows, bad.minRows(4).onNoData(NoData.FAIL)).outcome())
        .isEqualTo(Outcome.FAIL);
    assertThat(only(spark, rows, rule("n", new RowCount(null, null)).minRows(9)).outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void aWholeIsAsItsWorstSegment(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT id a, if(id = 9, NULL, 'x') g FROM range(10)");
    List<RuleOutcome> found =
        judge(spark, rows, rule("r", new Range("a", null, "8")).by("g").tolerance(0.5).build());
    assertThat(found)
        .extracting(RuleOutcome::segmentValue)
        .containsExactly(null, "[\"x\"]", "[null]");
    assertThat(found)
        .extracting(RuleOutcome::outcome)
        .containsExactly(Outcome.FAIL, Outcome.PASS, Outcome.FAIL);
    assertThat(found.get(0).metricValue()).isEqualTo(0.1);
    assertThat(found.get(0).samples()).containsExactly("{\"a\":9}");
  }

  @Test
  void parametersAreTheRunsDateAndClock(SparkSession spark) {
    Dataset<Row> rows =
        spark.sql("SELECT DATE'2026-06-30' d, TIMESTAMP'2026-07-01 06:00:00' t, ':date' s");
    List<RuleOutcome> found =
        judge(
            spark,
            rows,
            rule("a", new SqlRow("d = :date AND t = :now AND s = ':date'")).build(),
            rule(
                    "b",
                    new SqlMetric(
                        "WITH w AS (SELECT * FROM dataset WHERE d = :date) SELECT count(*) FROM w"
                            + " WHERE t IN (SELECT :now)",
                        new Between(1.0, 1.0),
                        null))
                .build());
    assertThat(found).allMatch(o -> o.outcome() == Outcome.PASS);
  }

  @Test
  void aQueryReadsSourcesAndTablesThroughLookups(SparkSession spark) {
    List<String> opened = new ArrayList<>();
    Lookups lookups =
        data -> {
          opened.add(data.object());
          return spark.sql("SELECT id k FROM range(5)");
        };
    String sql =
        "SELECT count(*) FROM dataset JOIN ref('o') o ON o.k = a JOIN ml.x ON x.k = a"
            + " JOIN tidemark.ml.y ON y.k = a";
    List<RuleOutcome> found =
        judge(
            spark,
            spark.sql("SELECT id a FROM range(9)"),
            lookups,
            rule("q", new SqlMetric(sql, null, null)).build());
    assertThat(found.get(0).message()).isNotNull();
    assertThat(found.get(0).metricValue()).as(found.get(0).message()).isEqualTo(5);
    assertThat(opened).containsExactlyInAnyOrder("source:o", "ml.x", "ml.y");
  }

  @Test
  void halfTheOrphansAreHalfTheRows(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT if(id < 500, -1, id) k FROM range(1000)");
    Lookups lookups = data -> spark.sql("SELECT id k FROM range(1000) UNION ALL SELECT NULL");
    References to = new References(List.of("k"), new DataRef.OfSource("o"), List.of("k"));
    RuleOutcome found = judge(spark, rows, lookups, rule("fk", to).build()).get(0);
    assertThat(found.metricValue()).isEqualTo(0.5);
    assertThat(found.samples()).containsExactly("{\"k\":-1}");
  }

  @Test
  void unequalTypesOfReferencesAreErrors(SparkSession spark) {
    Lookups lookups = data -> spark.sql("SELECT 1 k");
    References to = new References(List.of("k"), new DataRef.OfSource("o"), List.of("k"));
    Dataset<Row> rows = spark.sql("SELECT id k FROM range(1)");
    assertThat(judge(spark, rows, lookups, rule("fk", to).build()).get(0).errorClass())
        .isEqualTo("TYPE_UNFIT");
  }

  @Test
  void theKeptRowIsTheFirstByOrderWithNullsFirst(SparkSession spark) {
    Dataset<Row> rows =
        spark.sql(
            "SELECT * FROM VALUES (1, 5, 'b'), (1, 9, 'a'), (1, 9, 'b'), (2, NULL, 'x'),"
                + " (2, 3, 'y'), (3, 1, 'z'), (NULL, 1, 'n') AS t(k, v, w)");
    Rule unique =
        rule("u", new Unique(List.of("k"), List.of(new SortKey("v", true))))
            .onNull(Special.PASS)
            .quarantined()
            .build();
    JudgedBatch batch =
        new Judge(spark, MOMENT, History.EMPTY, NOTHING)
            .judgeBatch(new Subject("source:s", null, rows), suite("a", null, unique));
    assertThat(batch.rows().where("size(_violations) > 0").select("w").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder("b", "b", "y");
    Row one = batch.rows().where("w = 'y'").select("_violations").head().<Row>getList(0).get(0);
    assertThat(one.getString(0)).isEqualTo("u");
    assertThat(one.<String>getList(1)).containsExactly("k");
    assertThat(one.getString(2)).isEqualTo("2");
    assertThat(batch.outcome().outcomes().get(0).rowsFailed()).isEqualTo(5);
  }

  @Test
  void violationsNameEachRuleAndNoneOutOfScope(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT id a, id - 2 b FROM range(5)");
    JudgedBatch batch =
        new Judge(spark, MOMENT, History.EMPTY, NOTHING)
            .judgeBatch(
                new Subject("source:s", null, rows),
                suite(
                    "s",
                    "a < 4",
                    rule("low", new Range("a", "1", null)).quarantined().build(),
                    rule("two", new SqlRow("a + b > 3")).quarantined().build(),
                    rule("counted", new Range("a", "99", null)).build(),
                    rule("broken", new SqlRow("1 / b > 0")).quarantined().build()));
    assertThat(
            batch
                .rows()
                .selectExpr("a", "transform(_violations, v -> v.rule_id)")
                .orderBy("a")
                .collectAsList())
        .extracting(row -> row.getList(1))
        .containsExactly(
            List.of("low", "two"), List.of("two"), List.of("two"), List.of(), List.of());
    assertThat(batch.rows().columns()).containsExactly("a", "b", "_violations");
    assertThat(batch.rows().sparkSession()).isSameAs(spark);
  }

  @Test
  void freshnessIsTheAgeOfTheGreatestValueUpToTheClock(SparkSession spark) {
    Dataset<Row> rows =
        spark.sql(
            "SELECT TIMESTAMP'2026-06-30 23:00:00' t, DATE'2026-06-30' d UNION ALL SELECT"
                + " TIMESTAMP'2026-07-01 05:00:00', DATE'2027-01-01'");
    Suites.Rules logical = rule("l", new Freshness("t", Duration.ofHours(1), false));
    assertThat(only(spark, rows, logical).metricValue()).isEqualTo(3600);
    assertThat(only(spark, rows, logical).outcome()).isEqualTo(Outcome.PASS);
    RuleOutcome wall = only(spark, rows, rule("w", new Freshness("t", Duration.ZERO, true)));
    assertThat(wall.metricValue()).isEqualTo(3600);
    assertThat(wall.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(only(spark, rows, rule("d", new Freshness("d", Duration.ofDays(1), false))))
        .extracting(RuleOutcome::metricValue)
        .isEqualTo(86_400.0);
    assertThat(only(spark, rows, rule("n", logical.check()).where("d > :date")).outcome())
        .isEqualTo(Outcome.NO_DATA);
  }

  @Test
  void aSchemaIsLearnedOnceAndHeldThen(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT 1L a, 'x' b");
    SchemaIs exact = new SchemaIs(true, true, List.of());
    assertThat(only(spark, rows, rule("s", exact)).outcome()).isEqualTo(Outcome.LEARNING);
    assertThat(schema(spark, rows, true, true, "a bigint", "b string")).isEqualTo(Outcome.PASS);
    assertThat(schema(spark, rows, true, true, "b string", "a bigint")).isEqualTo(Outcome.FAIL);
    assertThat(schema(spark, rows, true, true, "a int", "b string")).isEqualTo(Outcome.FAIL);
    assertThat(schema(spark, rows, false, true, "b string", "a int")).isEqualTo(Outcome.PASS);
    assertThat(schema(spark, rows, false, true, "a int")).isEqualTo(Outcome.PASS);
    assertThat(schema(spark, rows, false, false, "a int")).isEqualTo(Outcome.FAIL);
    assertThat(schema(spark, rows, false, true, "c int")).isEqualTo(Outcome.FAIL);
  }

  private static Outcome schema(
      SparkSession spark, Dataset<Row> rows, boolean exact, boolean allowNew, String... columns) {
    List<Expected> expected = new ArrayList<>();
    for (String column : columns) {
      String[] parts = column.split(" ");
      expected.add(new Expected(parts[0], parts[1]));
    }
    return only(spark, rows, rule("s", new SchemaIs(exact, allowNew, expected))).outcome();
  }

  @Test
  void anAnomalyIsLearnedFromEarlierDatesAlone(SparkSession spark) {
    Dataset<Row> rows = spark.range(100).toDF("a");
    Anomaly anomaly = new Anomaly(5, 28, false, 4);
    assertThat(anomalous(spark, rows, anomaly, null, 10, 11, 9).outcome())
        .isEqualTo(Outcome.LEARNING);
    RuleOutcome found = anomalous(spark, rows, anomaly, null, 10, 11, 9, 10, 12);
    assertThat(found.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(found.boundSource()).isEqualTo("learned");
    assertThat(found.lowerBound()).isCloseTo(10 - 5 * 1.4826, within(1e-9));
    assertThat(anomalous(spark, rows, anomaly, null, 99, 101, 100, 100).outcome())
        .isEqualTo(Outcome.PASS);
    RuleOutcome flat = anomalous(spark, rows, anomaly, null, 100, 100, 100, 100, 110);
    assertThat(flat.upperBound()).isCloseTo(100 + 5 * 1.2533 * 2, within(1e-9));
    assertThat(
            anomalous(spark, rows, anomaly, new Between(null, 50.0), 99, 101, 100, 100).outcome())
        .isEqualTo(Outcome.FAIL);
    assertThat(anomalous(spark, rows, anomaly, new Between(null, 50.0), 99).outcome())
        .isEqualTo(Outcome.FAIL);
    Anomaly weekly = new Anomaly(5, 28, true, 1);
    assertThat(anomalous(spark, rows, weekly, null, 1, 1, 1, 1, 1, 1, 100, 1).upperBound())
        .isEqualTo(100);
  }

  /** A count of 100 rows after values of earlier dates, newest first. */
  private static RuleOutcome anomalous(
      SparkSession spark,
      Dataset<Row> rows,
      Anomaly anomaly,
      @Nullable Between between,
      double... values) {
    History history =
        new History() {
          @Override
          public List<Past> values(
              RuleId rule, @Nullable String segmentValue, LocalDate before, Anomaly asked) {
            List<Past> past = new ArrayList<>();
            for (int i = 0; i < values.length; i++) {
              past.add(new Past(before.minusDays(i + 1L), values[i]));
            }
            return past;
          }

          @Override
          public Optional<List<Expected>> schema(RuleId rule, LocalDate before) {
            return Optional.empty();
          }
        };
    return new Judge(spark, MOMENT, history, NOTHING)
        .judge(
            new Subject("source:s", null, rows),
            List.of(suite("a", null, rule("n", new RowCount(between, anomaly)).build())))
        .get(0)
        .outcomes()
        .get(0);
  }

  @Test
  void nanSpoilsAMetricUnlessItIsLeftOut(SparkSession spark) {
    Dataset<Row> rows = spark.sql("SELECT double(x) x FROM VALUES ('NaN'), ('1'), (NULL) t(x)");
    Suites.Rules mean = rule("m", new Measure(Metric.MEAN, null, "x", null, null));
    assertThat(only(spark, rows, mean).outcome()).isEqualTo(Outcome.FAIL);
    assertThat(only(spark, rows, mean).metricValue()).isNaN();
    assertThat(only(spark, rows, mean.onNaN(Special.SKIP)).metricValue()).isEqualTo(1);
    assertThat(
            only(spark, rows, rule("c", new Measure(Metric.DISTINCT, null, "x", null, null)))
                .metricValue())
        .isEqualTo(2);
    Dataset<Row> nested = spark.sql("SELECT * FROM VALUES (array(1)), (NULL) t(x)");
    assertThat(
            only(spark, nested, rule("c", new Measure(Metric.COMPLETENESS, null, "x", null, null)))
                .metricValue())
        .isEqualTo(0.5);
    assertThat(only(spark, rows, rule("nn", new NotNull(List.of("x")))).rowsFailed()).isEqualTo(1);
  }
}
