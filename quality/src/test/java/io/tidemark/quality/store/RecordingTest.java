package io.tidemark.quality.store;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.testing.SparkExtension;
import io.tidemark.quality.definition.Anomaly;
import io.tidemark.quality.definition.Check;
import io.tidemark.quality.definition.Check.Expected;
import io.tidemark.quality.definition.Rule;
import io.tidemark.quality.engine.History.Past;
import io.tidemark.quality.engine.History.RuleId;
import io.tidemark.quality.engine.Outcome;
import io.tidemark.quality.engine.RuleOutcome;
import io.tidemark.quality.engine.Verdict;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class RecordingTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 6, 1);
  private static final Rule ROWS = RecordedSuites.rule("vol", new Check.RowCount(null, null));
  private static final RuleId DAILY_VOL = new RuleId(RecordedSuites.OBJECT, "daily", "vol");
  private static final Anomaly ANY = new Anomaly(5, 28, false, 1);
  private static final RuleId DAILY_COLS = new RuleId(RecordedSuites.OBJECT, "daily", "cols");

  @TempDir Path folder;
  private RecordedSuites suites;

  @BeforeEach
  void tables(SparkSession spark) {
    suites = new RecordedSuites(spark, folder);
  }

  private static Dataset<Row> rows(Run run, QualityTables table) {
    return run.read(run.repin(table.ref()));
  }

  @Test
  void everyColumnIsWrittenUnderItsName() {
    suites.record("daily", RecordedSuites.outcome(ROWS, Outcome.PASS, 3.5), FIRST);
    try (Run run = suites.begin()) {
      assertThat(
              rows(run, QualityTables.RUN)
                  .selectExpr(
                      "suite",
                      "suite_hash",
                      "object",
                      "fingerprint",
                      "status",
                      "rows_scanned",
                      "cpu_ms",
                      "team",
                      "CAST(logical_date AS STRING)",
                      "started_at <= ended_at",
                      "CAST(now AS STRING)")
                  .collectAsList())
          .extracting(row -> row.mkString("|"))
          .containsExactly(
              "daily|hash|source:cards|f1|pass|10|7|risk-ml|2026-06-01|true|2026-06-30 00:00:00");
      assertThat(
              rows(run, QualityTables.RESULT)
                  .selectExpr(
                      "rule_id",
                      "rule_hash",
                      "rule_type",
                      "severity",
                      "column_name",
                      "metric_name",
                      "metric_value",
                      "status",
                      "fail_ratio",
                      "size(sample_keys)")
                  .collectAsList())
          .extracting(row -> row.mkString("|"))
          .containsExactly("vol|rule-hash|row_count|error|null|row_count|3.5|pass|null|0");
    }
  }

  @Test
  void writersAtTheSameTimeAllLand() throws Exception {
    int writers = 4;
    ExecutorService pool = Executors.newFixedThreadPool(writers);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        String name = "suite_" + i;
        all.add(
            pool.submit(
                () -> suites.record(name, RecordedSuites.outcome(ROWS, Outcome.PASS, 1.0), FIRST)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      pool.shutdown();
    }
    try (Run run = suites.begin()) {
      for (QualityTables table : List.of(QualityTables.RUN, QualityTables.RESULT)) {
        assertThat(rows(run, table).select("suite").collectAsList())
            .extracting(row -> row.getString(0))
            .containsExactlyInAnyOrderElementsOf(
                IntStream.range(0, writers).mapToObj(i -> "suite_" + i).toList());
      }
    }
  }

  @Test
  void resultsWithoutTheirRunRowCountForNothing() {
    RuleOutcome seen = RecordedSuites.outcome(ROWS, Outcome.PASS, 5.0);
    suites.record("daily", seen, FIRST);
    try (Run dead = suites.begin()) {
      // What a process leaves that dies before it writes the run's row.
      Dataset<Row> orphans =
          rows(dead, QualityTables.RESULT)
              .withColumn("run_id", lit("dead"))
              .withColumn("metric_value", lit(99.0));
      Appends.append(dead, QualityTables.RESULT.ref(), orphans);
      dead.complete(0);
    }
    try (Run run = suites.begin()) {
      assertThat(rows(run, QualityTables.RESULT).count()).isEqualTo(2);
      assertThat(new RecordedHistory(run).values(DAILY_VOL, null, FIRST.plusDays(1), ANY))
          .containsExactly(new Past(FIRST, 5.0));
    }
  }

  @Test
  void aRunThatJudgedTwoViewsByOneSuiteTellsTheWorse() {
    try (Run run = suites.begin()) {
      for (Outcome each : List.of(Outcome.FAIL, Outcome.PASS)) {
        Recording.record(
            run,
            RecordedSuites.about(FIRST, null),
            List.of(RecordedSuites.judged("daily", RecordedSuites.outcome(ROWS, each, 1.0))));
      }
      run.complete(0);
    }
    try (Run run = suites.begin()) {
      RecordedRuns recorded = new RecordedRuns(run);
      RecordedRun newest = recorded.byDate("daily", null).get(0);

      assertThat(newest.verdict()).isEqualTo(Verdict.FAIL);
      assertThat(recorded.results(List.of(newest)).get(newest))
          .extracting(RuleResult::outcome)
          .containsExactly(Outcome.FAIL);
      run.complete(0);
    }
  }

  @Test
  void aTableThatIsNotThereIsRefused() {
    try (Run run = suites.begin()) {
      assertThatThrownBy(
              () ->
                  Appends.append(
                      run, new TableRef("quality", "absent"), run.spark().emptyDataFrame()))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("quality.absent")
          .hasMessageContaining("tidemark apply");
    }
  }

  @Test
  void historyIsTheNewestTellingRunOfEachEarlierDate() {
    Random random = new Random(7);
    Map<String, Map<LocalDate, Double>> told = new HashMap<>();
    List<Outcome> outcomes =
        List.of(
            Outcome.PASS,
            Outcome.FAIL,
            Outcome.LEARNING,
            Outcome.ERROR,
            Outcome.NO_DATA,
            Outcome.SKIPPED);
    for (int i = 0; i < 16; i++) {
      LocalDate date = FIRST.plusDays(random.nextInt(4));
      Outcome outcome = outcomes.get(random.nextInt(outcomes.size()));
      String segment = random.nextBoolean() ? "[\"GB\"]" : null;
      RuleOutcome found =
          RecordedSuites.outcome(
              ROWS, segment, outcome, outcome == Outcome.ERROR ? null : (double) i);
      suites.record("daily", found, date);
      if (told(outcome)) {
        told.computeIfAbsent(String.valueOf(segment), none -> new HashMap<>())
            .put(date, (double) i);
      }
    }
    assertThat(told.values()).hasSize(2).anyMatch(dates -> dates.size() > 1);
    suites.record(
        "daily",
        RecordedSuites.outcome(
            RecordedSuites.rule("other", new Check.RowCount(null, null)), Outcome.PASS, 77.0),
        FIRST);
    suites.record("hourly", RecordedSuites.outcome(ROWS, Outcome.PASS, 88.0), FIRST);
    try (Run run = suites.begin()) {
      RecordedHistory history = new RecordedHistory(run);
      for (int day = 0; day <= 4; day++) {
        LocalDate before = FIRST.plusDays(day);
        for (String segment : new String[] {"[\"GB\"]", null}) {
          List<Past> expected =
              told.getOrDefault(String.valueOf(segment), Map.of()).entrySet().stream()
                  .filter(each -> each.getKey().isBefore(before))
                  .map(each -> new Past(each.getKey(), each.getValue()))
                  .sorted(Comparator.comparing(Past::logicalDate).reversed())
                  .toList();
          assertThat(history.values(DAILY_VOL, segment, before, ANY))
              .as(segment + " before " + before)
              .isEqualTo(expected);
        }
      }
      assertThat(
              history.values(
                  new RuleId("source:others", "daily", "vol"), null, FIRST.plusDays(9), ANY))
          .isEmpty();
    }
  }

  @Test
  void aDateWhoseNewestValueIsNoNumberHasNoOlderOneInstead() {
    suites.record("daily", RecordedSuites.outcome(ROWS, Outcome.PASS, 5.0), FIRST);
    suites.record("daily", RecordedSuites.outcome(ROWS, Outcome.FAIL, Double.NaN), FIRST);
    suites.record("daily", RecordedSuites.outcome(ROWS, Outcome.PASS, 6.0), FIRST.plusDays(1));
    suites.record("daily", RecordedSuites.outcome(ROWS, Outcome.PASS, null), FIRST.plusDays(1));
    suites.record("daily", RecordedSuites.outcome(ROWS, Outcome.PASS, 7.0), FIRST.plusDays(2));
    try (Run run = suites.begin()) {
      assertThat(new RecordedHistory(run).values(DAILY_VOL, null, FIRST.plusDays(3), ANY))
          .containsExactly(new Past(FIRST.plusDays(2), 7.0), new Past(FIRST, Double.NaN));
      run.complete(0);
    }
  }

  @Test
  void onlyTheDatesThatCountAreRead() {
    List<Integer> days = List.of(0, 1, 7, 8, 14, 15);
    for (int day : days) {
      LocalDate date = FIRST.plusDays(day);
      suites.record("daily", RecordedSuites.outcome(ROWS, Outcome.PASS, (double) day), date);
    }
    LocalDate today = FIRST.plusDays(21);
    try (Run run = suites.begin()) {
      RecordedHistory history = new RecordedHistory(run);
      assertThat(history.values(DAILY_VOL, null, today, new Anomaly(5, 3, false, 1)))
          .extracting(Past::value)
          .containsExactly(15.0, 14.0, 8.0);
      assertThat(history.values(DAILY_VOL, null, today, new Anomaly(5, 2, true, 1)))
          .extracting(Past::value)
          .containsExactly(14.0, 7.0);
      run.complete(0);
    }
  }

  private static boolean told(Outcome outcome) {
    return outcome == Outcome.PASS || outcome == Outcome.FAIL || outcome == Outcome.LEARNING;
  }

  @Test
  void aSchemaRuleRemembersTheColumnsOfItsLastEarlierRun() {
    Rule schema = RecordedSuites.rule("cols", new Check.SchemaIs(true, true, List.of()));
    StructType old =
        StructType.fromDDL(
            "`odd name` DECIMAL(10,2) NOT NULL, at TIMESTAMP, s STRUCT<a: INT NOT NULL, b:"
                + " ARRAY<STRING>>");
    StructType newer = StructType.fromDDL("id BIGINT");
    for (Map.Entry<LocalDate, StructType> each :
        List.of(Map.entry(FIRST, old), Map.entry(FIRST.plusDays(2), newer))) {
      try (Run run = suites.begin()) {
        Recording.record(
            run,
            RecordedSuites.about(each.getKey(), each.getValue()),
            List.of(
                RecordedSuites.judged(
                    "daily", RecordedSuites.outcome(schema, Outcome.LEARNING, null))));
        run.complete(0);
      }
    }
    try (Run run = suites.begin()) {
      RecordedHistory history = new RecordedHistory(run);
      assertThat(history.schema(DAILY_COLS, FIRST)).isEmpty();
      assertThat(history.schema(DAILY_COLS, FIRST.plusDays(2)))
          .hasValue(
              List.of(
                  new Expected("odd name", "DECIMAL(10,2)"),
                  new Expected("at", "TIMESTAMP"),
                  new Expected("s", "STRUCT<a: INT, b: ARRAY<STRING>>")));
      assertThat(history.schema(DAILY_COLS, FIRST.plusDays(3)))
          .hasValue(List.of(new Expected("id", "BIGINT")));
    }
  }
}
