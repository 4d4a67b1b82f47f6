package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.Map;
import java.util.TimeZone;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Spines and sources whose times and keys are easily taken for others. */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimesAndKeysTest {

  private static final String NOW = " --now 2026-12-31T00:00:00Z";
  private static final String VIEW =
      """
      kind: FeatureView
      metadata: {name: %1$s, version: 1}
      spec: {entity: account, source: %1$s_rows, features: [{name: v, type: INT}], materialize: {buckets: 1}}
      ---
      """;

  private static final String RATES =
      """
      kind: Entity
      metadata: {name: account}
      spec: {keys: [{name: k, type: BIGINT}]}
      ---
      kind: Source
      metadata: {name: rate_rows}
      spec: {format: parquet, path: data/rates.parquet, eventTimestamp: t}
      ---
      """
          + VIEW.formatted("rate").replaceFirst("---\n$", "");

  @TempDir static Path folder;
  private SparkSession spark;
  private ProjectFolder project;

  @BeforeAll
  void materializeOnce(SparkSession session) {
    spark = session;
    project = new ProjectFolder(spark, folder.resolve("whole")).project();
    project.parquet(
        "data/rates.parquet",
        """
        SELECT 1::BIGINT AS k, t, v::INTEGER AS v FROM (VALUES
          (TIMESTAMPTZ '2024-11-03 05:30:00+00', 1), (TIMESTAMPTZ '2024-11-03 06:30:00+00', 2)) r(t, v)\
        """);
    project.parquet(
        "data/days.parquet", "SELECT 1::BIGINT AS k, DATE '2026-03-05' AS t, 7::INTEGER AS v");
    project.yaml(
        "views.yaml",
        RATES
            + """
            ---
            kind: Source
            metadata: {name: day_rows}
            spec: {format: parquet, path: data/days.parquet, eventTimestamp: t}
            ---
            kind: Source
            metadata: {name: closed_day_rows}
            spec: {format: parquet, path: data/days.parquet, eventTimestamp: t, availabilityLag: P1D}
            ---
            """
            + VIEW.formatted("day")
            + VIEW.formatted("closed_day")
            + """
            kind: FeatureService
            metadata: {name: rates, version: 1}
            spec: {features: [{view: rate@1, select: [v]}]}
            ---
            kind: FeatureService
            metadata: {name: days, version: 1}
            spec: {features: [{view: day@1, select: [v]}, {view: closed_day@1, select: [v], as: {v: closed}}]}
            """);
    autumn("apply" + NOW).written();
    autumn("materialize" + NOW).written();
  }

  /** A verb on a machine, and in a session, of New York. */
  private Ran autumn(String words) {
    SparkSession session = spark.newSession();
    session.conf().set("spark.sql.session.timeZone", "America/New_York");
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    try {
      return project.runIn(session, words);
    } finally {
      TimeZone.setDefault(before);
    }
  }

  /** A training set over a spine; the spine's time is declared as given. */
  private void set(String name, String service, String time, String query) {
    project.parquet("data/" + name + ".parquet", query);
    project.yaml(
        name + ".yaml",
        """
        kind: Source
        metadata: {name: %1$s_asked}
        spec: {format: parquet, path: data/%1$s.parquet}
        ---
        kind: TrainingSet
        metadata: {name: %1$s}
        spec: {spine: {source: %1$s_asked, timestamp: %3$s}, service: %2$s@1}
        """
            .formatted(name, service, time));
  }

  private static String asked(String... times) {
    return "SELECT 1::BIGINT AS k, t FROM (VALUES (%s)) a(t)".formatted(String.join("), (", times));
  }

  private void refused(String name, String... texts) {
    Map<String, String> before = project.everythingButRuns();
    project
        .verb("training-set create " + name + NOW)
        .refusedAbout("TrainingSet/" + name)
        .refusedSaying(texts);
    assertThat(project.everythingButRuns()).isEqualTo(before);
  }

  @Test
  void t18TwoInstantsOfOneLocalTimeAreTwo() {
    set(
        "autumn",
        "rates",
        "t",
        asked("TIMESTAMPTZ '2024-11-03 05:45:00+00'", "TIMESTAMPTZ '2024-11-03 06:45:00+00'"));
    autumn("training-set create autumn" + NOW).written();
    assertThat(project.lines("SELECT t, v FROM training.autumn_v1 ORDER BY t"))
        .containsExactly("2024-11-03T05:45:00.000000Z|1", "2024-11-03T06:45:00.000000Z|2");
    assertThat(project.number("SELECT count(DISTINCT event_ts) FROM features.rate_v1"))
        .isEqualTo(2);
  }

  @Test
  void t19ALocalTimeThatTheClocksSkipIsRefused() {
    String local = "{column: t, format: \"yyyy-MM-dd HH:mm\", zone: America/New_York}";
    set("skipped", "rates", local, asked("'2024-03-10 02:30'", "'2024-03-10 03:30'"));
    refused("skipped", "1 value ", "2024-03-10 02:30");
  }

  @Test
  void t22AKeyOfAnotherTypeIsRefusedThoughItsValuesAreEqual() {
    set(
        "decimals",
        "rates",
        "t",
        "SELECT 1::DECIMAL(10,0) AS k, TIMESTAMPTZ '2024-11-04 00:00:00+00' AS t");
    refused("decimals", "BIGINT", "DECIMAL(10,0)");
    ProjectFolder other = new ProjectFolder(spark, folder.resolve("decimal")).project();
    other.parquet(
        "data/rates.parquet",
        "SELECT 1::DECIMAL(10,0) AS k, TIMESTAMPTZ '2024-11-03 00:00:00+00' AS t, 1::INTEGER AS v");
    other.yaml("views.yaml", RATES);
    other.verb("apply" + NOW).refusedSaying("BIGINT", "DECIMAL(10,0)");
  }

  @Test
  void t25TextIsATimeOnlyWithItsFormatAndItsOffsetCounts() {
    String times = asked("'2024-11-03T01:45:00-04:00'", "'2024-11-03T01:45:00-05:00'");
    set("plain_text", "rates", "t", times);
    refused("plain_text", "STRING", "format: iso8601");
    set("offsets", "rates", "{column: t, format: iso8601}", times);
    project.verb("training-set create offsets" + NOW).written();
    assertThat(project.lines("SELECT t, v, rate__event_ts FROM training.offsets_v1 ORDER BY v"))
        .containsExactly(
            "2024-11-03T01:45:00-04:00|1|2024-11-03T05:30:00.000000Z",
            "2024-11-03T01:45:00-05:00|2|2024-11-03T06:30:00.000000Z");
  }

  @Test
  void t26SpineTimesThatAreNoneAreRefusedWithTheirNumber() {
    set(
        "garbage",
        "rates",
        "{column: t, format: iso8601}",
        asked("'2024-11-03'", "'soon'", "'2024-13-01'"));
    refused("garbage", "2 values ", "'2024-13-01'");
  }

  @Test
  void t28ADateIsItsMidnightUnlessLaggedAndALocalTimeNeedsAZone() {
    set(
        "midnights",
        "days",
        "t",
        asked("DATE '2026-03-04'", "DATE '2026-03-05'", "DATE '2026-03-06'"));
    project.verb("training-set create midnights" + NOW).written();
    assertThat(project.lines("SELECT t, v, closed FROM training.midnights_v1 ORDER BY t"))
        .containsExactly("2026-03-04|~|~", "2026-03-05|7|~", "2026-03-06|7|7");
    set("unzoned", "days", "t", asked("TIMESTAMP '2026-03-05 00:00:00'"));
    refused("unzoned", "TIMESTAMP_NTZ", "zone");
  }

  @Test
  void t29NanosecondsAreRefusedInSpinesAndInSources() {
    set("nanos", "rates", "t", asked("TIMESTAMP_NS '2024-11-03 05:45:00.123456789'"));
    project.verb("training-set create nanos" + NOW).refusedSaying("INT64 nanoseconds");
    ProjectFolder other = new ProjectFolder(spark, folder.resolve("nanos")).project();
    other.yaml("views.yaml", RATES);
    other.parquet(
        "data/rates.parquet",
        "SELECT 1::BIGINT AS k, TIMESTAMP_NS '2024-11-03 05:45:00.123456789' AS t, 1::INTEGER AS"
            + " v");
    other.verb("apply" + NOW).refusedAbout("Source/rate_rows").refusedSaying("INT64 nanoseconds");
  }

  @Test
  void t30ARowInTheFolderOfAnotherDayIsFoundByItsTime() {
    project.parquet(
        "data/late/day=2026-03-09/rows.parquet",
        """
        SELECT 1::BIGINT AS k, t, v::INTEGER AS v FROM (VALUES
          (TIMESTAMPTZ '2026-03-01 12:00:00+00', 1), (TIMESTAMPTZ '2026-03-09 12:00:00+00', 2)) r(t, v)\
        """);
    project.yaml(
        "late.yaml",
        """
        kind: Source
        metadata: {name: late_rows}
        spec: {format: parquet, path: data/late, eventTimestamp: t}
        ---
        """
            + VIEW.formatted("late").replaceFirst("---\n$", ""));
    project.verb("apply" + NOW).written();
    project.verb("materialize late@1 --date 2026-03-01" + NOW).written();
    assertThat(project.lines("SELECT v FROM features.late_v1")).containsExactly("1");
  }
}
