package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PointInTimeTest {

  private static final String NOW = " --now " + PointInTimeFixture.NOW;
  private static final List<String> SETS = List.of("known", "corrected", "as_of_march_7");

  @TempDir static Path folder;
  private SparkSession spark;
  private ProjectFolder project;
  private Ran materialized;
  private Ran tied;
  private final Map<String, Ran> created = new TreeMap<>();
  private final Map<String, List<JsonNode>> rows = new TreeMap<>();

  @BeforeAll
  void materializeOnce(SparkSession session) {
    spark = session;
    project = PointInTimeFixture.written(spark, folder.resolve("utc"));
    project.verb("apply" + NOW).written();
    materialized = project.verb("materialize " + PointInTimeFixture.VIEWS + NOW).written();
    tied = project.verb("materialize fully_tied@1" + NOW);
    for (String set : SETS) {
      created.put(set, project.verb("training-set create " + set + NOW).written());
      rows.put(set, project.sql("SELECT * FROM training." + set + "_v1"));
    }
  }

  private List<JsonNode> asked(String set, String label) {
    return rows.get(set).stream().filter(r -> r.get("label").asText().equals(label)).toList();
  }

  /** The one value of a view's v for the spine row of this label, as text. */
  private String v(String set, String view, String label) {
    List<JsonNode> found = asked(set, label);
    assertThat(found).as(label).hasSize(1);
    return found.get(0).get(view + "_v").asText();
  }

  private String known(String label) {
    return v("known", "acct", label);
  }

  private String corrected(String label) {
    return v("corrected", "acct", label);
  }

  @Test
  void t01TakesTheNewestRowBeforeTheSpineTime() {
    assertThat(known("T1")).isEqualTo("10");
  }

  @Test
  void t02WithoutTheCutOffTakesOneRowTheCorrectedOneOfAnEqualInstant() {
    assertThat(corrected("T2")).isEqualTo("21");
  }

  @Test
  void t03DoesNotTakeWhatWasKnownFiveMinutesLater() {
    assertThat(known("T2")).isEqualTo("10");
  }

  @Test
  void t04TakesACorrectionFromTheMomentItIsKnownAndTheOlderVersionUntilThen() {
    assertThat(List.of(known("T4a"), known("T4b"), known("T4c"))).containsExactly("20", "21", "20");
  }

  @Test
  void t05TakesALateArrivalFromTheMomentItIsKnown() {
    assertThat(List.of(known("T5a"), known("T5b"))).containsExactly("21", "30");
    assertThat(List.of(corrected("T5a"), corrected("T5b"))).containsExactly("30", "30");
  }

  @Test
  void t06TakesARowExactlyTtlOld() {
    assertThat(known("T6")).isEqualTo("7");
  }

  @Test
  void t07DoesNotTakeARowOneMicrosecondOlderThanTtlAndKeepsTheSpineRow() {
    assertThat(known("T7")).isEqualTo("null");
    assertThat(asked("known", "T7").get(0).get("acct__event_ts").isNull()).isTrue();
  }

  @Test
  void t08WithoutTtlNothingExpiresAndWithZeroOnlyTheSameInstantCounts() {
    assertThat(v("known", "acct_unlimited", "T7")).isEqualTo("7");
    assertThat(v("known", "acct_instant", "T8a")).isEqualTo("7");
    assertThat(v("known", "acct_instant", "T8b")).isEqualTo("null");
  }

  @Test
  void t09TakesARowOnceItsLagIsOver() {
    assertThat(v("known", "acct_lagged", "T9a")).isEqualTo("null");
    assertThat(v("known", "acct_lagged", "T9b")).isEqualTo("7");
    assertThat(v("known", "acct_lagged", "T9c")).as("ttl counts from the event").isEqualTo("7");
    assertThat(v("known", "acct_lagged", "T7")).isEqualTo("null");
    assertThat(v("corrected", "acct_lagged", "T9a")).as("as corrected keeps lag").isEqualTo("null");
  }

  @Test
  void t09RefusesATtlShorterThanTheLag() {
    ProjectFolder broken = PointInTimeFixture.written(spark, folder.resolve("ttl_lag"));
    broken.replace("views.yaml", "availabilityLag: PT1H", "availabilityLag: P8D");
    broken.verb("apply" + NOW).refusedAbout("FeatureView/acct_lagged@1");
    assertThat(broken.warehouse()).doesNotExist();
  }

  @Test
  void t10DoesNotTakeAnEventOfTheFutureThoughItIsKnown() {
    assertThat(v("known", "acct_unlimited", "T10a")).isEqualTo("null");
    assertThat(v("known", "acct_unlimited", "T10b")).isEqualTo("9");
    assertThat(v("corrected", "acct_unlimited", "T10a")).isEqualTo("null");
  }

  @Test
  void t11TakesANullValueAsAValue() {
    JsonNode row = asked("known", "T11").get(0);
    assertThat(row.get("acct_v").isNull()).isTrue();
    assertThat(row.get("acct_w").asText()).isEqualTo("y");
    assertThat(row.get("acct__event_ts").asText()).isEqualTo("2026-03-05T00:00:00.000000Z");
  }

  @Test
  void t12KeepsTheRowOfAKeyThatNoViewHas() {
    JsonNode row = asked("known", "T12").get(0);
    for (String column : List.of("acct_v", "acct_w", "acct__event_ts", "acct__known_at")) {
      assertThat(row.get(column).isNull()).as(column).isTrue();
    }
  }

  @Test
  void t13KeepsTheRowOfANullKeyAndMatchesItWithNothing() {
    JsonNode row = asked("known", "T13").get(0);
    assertThat(row.get("k").isNull()).isTrue();
    assertThat(row.get("acct_v").isNull()).isTrue();
    assertThat(row.get("acct_unlimited__event_ts").isNull()).isTrue();
  }

  @Test
  void t14RefusesNullSpineTimesWithTheirNumberAndKeepsThemWhenAsked() {
    Map<String, String> before = project.everythingButRuns();
    project
        .verb("training-set create null_times_fail" + NOW)
        .refusedSaying("2")
        .refusedAbout("TrainingSet/null_times_fail");
    assertThat(project.everythingButRuns()).isEqualTo(before);
    project.verb("training-set create null_times_kept" + NOW).written();
    assertThat(
            project.lines("SELECT label, amount FROM training.null_times_kept_v1 ORDER BY label"))
        .containsExactly("absent|~", "absent too|~", "there|20");
  }

  @Test
  void t15DoesNotStoreRowsWithoutKeyOrTimesAndCountsThem() {
    JsonNode dropped = materialized.result("view", "acct@1").get("rowsDropped");
    assertThat(dropped.get("nullKey").asInt()).isEqualTo(2);
    assertThat(dropped.get("nullEventTime").asInt()).isEqualTo(1);
    assertThat(dropped.get("nullKnownAt").asInt()).isEqualTo(1);
    assertThat(
            project.number(
                "SELECT count(*) FROM features.acct_v1"
                    + " WHERE k IS NULL OR event_ts IS NULL OR known_at IS NULL OR v > 90"))
        .isZero();
  }

  @Test
  void t16AnswersEqualSpineRowsEachOnItsOwn() {
    List<JsonNode> twice = asked("known", "T16");
    assertThat(twice).hasSize(2);
    assertThat(twice.get(0)).isEqualTo(twice.get(1));
    assertThat(twice.get(0).get("acct_v").asText()).isEqualTo("20");
  }

  @Test
  void t17KeepsCompositeTextKeysApart() {
    assertThat(asked("known", "T17a").get(0).get("pair_code_code").asText()).isEqualTo("one");
    assertThat(asked("known", "T17b").get(0).get("pair_code_code").asText()).isEqualTo("twelve");
    assertThat(asked("known", "T17c").get(0).get("pair_code_code").isNull()).isTrue();
  }

  @Test
  void t20GivesTheSameRowsWhereverTheMachineIs() {
    ProjectFolder away = PointInTimeFixture.written(spark, folder.resolve("tokyo"));
    SparkSession tokyo = spark.newSession();
    tokyo.conf().set("spark.sql.session.timeZone", "Asia/Tokyo");
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    try {
      away.runIn(tokyo, "apply" + NOW).written();
      away.runIn(tokyo, "materialize acct@1" + NOW).written();
      away.runIn(tokyo, "materialize pair_code@1 --date 2026-03-05" + NOW).written();
      away.runIn(tokyo, "training-set create known" + NOW).written();
      assertThat(away.csv(comparable("training.known_v1")))
          .isEqualTo(project.csv(comparable("training.known_v1")));
    } finally {
      TimeZone.setDefault(before);
    }
  }

  private static String comparable(String table) {
    return "SELECT label, k, ts, acct_v, acct_w, acct__event_ts, acct__known_at, pair_code_code"
        + " FROM "
        + table
        + " ORDER BY label, k, ts, pair_code_code";
  }

  @Test
  void t21RefusesASpineKeyOfAnotherTypeAndNamesBoth() {
    Map<String, String> before = project.everythingButRuns();
    project
        .verb("training-set create text_keys" + NOW)
        .refusedSaying("BIGINT", "STRING")
        .refusedAbout("TrainingSet/text_keys");
    assertThat(project.everythingButRuns()).isEqualTo(before);
  }

  @Test
  void t23RefusesRowsThatTieAndDifferWithTheirNumberAndAtMostTwentyKeys() {
    tied.refused().refusedAbout("FeatureView/fully_tied@1").refusedSaying("25");
    JsonNode result = tied.result("view", "fully_tied@1");
    assertThat(result.get("status").asText()).isEqualTo("refused");
    assertThat(project.number("SELECT count(*) FROM features.fully_tied_v1")).isZero();
  }

  @Test
  void t23OrdersTiesByTheDeclaredTieBreakerTextByItsBytes() {
    assertThat(v("known", "acct_tied", "T23")).isEqualTo("3");
    assertThat(project.number("SELECT count(*) FROM features.acct_tied_v1")).isEqualTo(3);
  }

  @Test
  void t24StoresEqualRowsOnceAndCountsThem() {
    JsonNode result = materialized.result("view", "acct@1");
    assertThat(result.get("rowsRead").asInt()).isEqualTo(13);
    assertThat(result.get("rowsAdded").asInt()).isEqualTo(8);
    assertThat(result.get("rowsDuplicate").asInt()).isEqualTo(1);
    assertThat(project.number("SELECT count(*) FROM features.acct_v1")).isEqualTo(8);
  }

  @Test
  void t31HidesADeletedKeyUntilANewerEventIsKnown() {
    assertThat(
            List.of(
                v("known", "acct_deleted", "T4a"),
                v("known", "acct_deleted", "T31"),
                v("known", "acct_deleted", "T5a"),
                v("known", "acct_deleted", "T5b")))
        .containsExactly("20", "null", "null", "30");
    JsonNode hidden = asked("known", "T31").get(0);
    assertThat(hidden.get("acct_deleted__event_ts").isNull()).isTrue();
    assertThat(hidden.get("acct_deleted__known_at").isNull()).isTrue();
    assertThat(project.lines("SELECT v, w FROM features.acct_deleted_v1 WHERE _deleted"))
        .containsExactly("~|~");
  }

  @Test
  void t38RefusesTwoViewsWithOneColumnNameUnlessPrefixed() {
    ProjectFolder clash = PointInTimeFixture.written(spark, folder.resolve("clash"));
    clash.replace("sets.yaml", "prefix: acct_strict_", "prefix: acct_");
    clash.verb("apply" + NOW).refusedSaying("acct_v");
    assertThat(clash.warehouse()).doesNotExist();
  }

  @Test
  void t39GivesNullBeforeAHistoryBeginsAndSaysHowManyRowsAViewMatched() {
    assertThat(v("known", "late_history", "T5b")).isEqualTo("null");
    assertThat(v("known", "late_history", "T39")).isEqualTo("100");
    for (String set : SETS) {
      for (JsonNode view : created.get(set).onlyResult().get("views")) {
        String name = view.get("view").asText().replace("@1", "");
        long matched =
            rows.get(set).stream().filter(r -> !r.get(name + "__event_ts").isNull()).count();
        assertThat(view.get("matched").asLong()).as(set + " " + name).isEqualTo(matched);
      }
    }
  }

  @Test
  void t40WritesAsManyRowsAsAskedNothingOfTheFutureAndEveryInput() {
    for (String view : PointInTimeFixture.VIEWS.replace("@1", "").split(" ")) {
      for (JsonNode row : rows.get("known")) {
        String at = row.get("ts").asText();
        assertThat(row.get(view + "__event_ts").asText("")).isLessThanOrEqualTo(at);
        assertThat(row.get(view + "__known_at").asText("")).isLessThanOrEqualTo(at);
      }
    }
    for (String set : SETS) {
      assertThat(rows.get(set)).hasSize(27);
      assertThat(created.get(set).onlyResult().get("rows").asInt()).isEqualTo(27);
    }
    JsonNode inputs =
        project
            .sql("SELECT inputs FROM registry.training_set WHERE name = 'known'")
            .get(0)
            .get("inputs");
    List<String> names = new ArrayList<>();
    for (JsonNode input : inputs) {
      names.add(input.get("name").asText());
      if (input.get("name").asText().startsWith("features.")) {
        assertThat(input.get("table_id").asText()).isNotBlank();
        String view = input.get("name").asText().replaceAll("^features\\.(.*)_v1$", "$1@1");
        JsonNode stored = materialized.result("view", view);
        assertThat(input.get("version").asLong()).isEqualTo(stored.get("version").asLong());
        assertThat(input.get("seq").asLong()).isEqualTo(stored.get("seq").asLong());
      } else {
        assertThat(input.get("fingerprint").asText()).matches("[0-9a-f]{64}");
      }
    }
    assertThat(names)
        .contains("source:asked", "features.acct_v1", "features.pair_code_v1")
        .hasSize(10);
  }

  @Test
  void asCorrectedUpToAnInstantTakesTheNewestVersionKnownByThen() {
    assertThat(v("as_of_march_7", "acct", "T2")).isEqualTo("20");
    assertThat(v("as_of_march_7", "acct", "T4b")).isEqualTo("20");
    assertThat(v("as_of_march_7", "acct", "T5b")).isEqualTo("20");
  }

  @Test
  void excludingEqualTimestampsIsAboutTheEventOnly() {
    assertThat(v("known", "acct_strict", "T8a")).isEqualTo("null");
    assertThat(v("known", "acct_strict", "T8b")).isEqualTo("7");
    assertThat(v("known", "acct_strict", "T4b")).as("known at t counts").isEqualTo("21");
  }

  @Test
  void columnsAreTheSpinesThenTheFeaturesThenTheDiagnostics() {
    List<String> names = new ArrayList<>();
    rows.get("known").get(0).fieldNames().forEachRemaining(names::add);
    assertThat(names.subList(0, 7))
        .containsExactly("label", "k", "ts", "a", "b", "acct_v", "acct_w");
    assertThat(names.subList(21, 25))
        .containsExactly(
            "pair_code_code", "acct__event_ts", "acct__known_at", "acct_unlimited__event_ts");
    assertThat(names).hasSize(5 + 8 * 2 + 1 + 9 * 2);
  }
}
