package io.tidemark.jobs.acceptance;

import static io.tidemark.jobs.acceptance.KnowledgeProject.added;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What knowing means where a source does not say it (CONTRACT M.1-M.5), each test on a view of its
 * own.
 */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnowingTest {

  @TempDir static Path folder;
  private KnowledgeProject views;

  @BeforeAll
  void applyOnce(SparkSession spark) {
    views = new KnowledgeProject(spark, folder);
    for (String name :
        List.of("first", "flips", "floats", "gap", "looked", "future", "undated", "identified")) {
      views.rows(name, "(9, @01-01@, 0)");
      views.add(
          name,
          name.equals("identified") ? ", id: [e]" : "",
          name.equals("looked") ? "P1D" : "PT0S",
          "");
    }
    views.apply("");
  }

  @Test
  void firstSeenRowsAreKnownAtTheirEventAndLaterOnesOfACoveredWindowAtTheRun() {
    views.rows("first", "(1, @03-01@, 10), (1, @03-02@, 20)");
    added(
        views.materialize("first", "--from 2026-03-01 --to 2026-03-02 --now 2026-03-10T00:00:00Z"),
        2,
        2,
        0);
    views.rows("first", "(1, @03-01@, 10), (1, @03-02@, 21), (2, @03-01@, 7), (1, @03-03@, 30)");
    added(
        views.materialize("first", "--from 2026-03-01 --to 2026-03-03 --now 2026-03-11T00:00:00Z"),
        4,
        3,
        1);
    assertThat(views.stored("first"))
        .containsExactly(
            "1|03-01|03-01|10.0",
            "1|03-02|03-02|20.0",
            "1|03-02|03-11|21.0",
            "1|03-03|03-03|30.0",
            "2|03-01|03-11|7.0");
    added(
        views.materialize("first", "--from 2026-03-01 --to 2026-03-03 --now 2026-03-12T00:00:00Z"),
        4,
        0,
        4);
    added(views.materialize("first", "--now 2026-03-13T00:00:00Z"), 4, 0, 4);
    added(views.materialize("first", "--date 2026-03-02 --now 2026-03-14T00:00:00Z"), 1, 0, 1);
    views.rows("first", "(3, @02-20@, 1)");
    added(views.materialize("first", "--date 2026-02-20 --now 2026-03-15T00:00:00Z"), 1, 1, 0);
    assertThat(views.stored("first")).contains("3|02-20|03-15|1.0");
  }

  @Test
  void aValueThatFlipsBackIsANewCorrection() {
    views.rows("flips", "(1, @03-01@, 10)");
    added(views.materialize("flips", "--date 2026-03-01 --now 2026-03-02T00:00:00Z"), 1, 1, 0);
    views.rows("flips", "(1, @03-01@, 11)");
    added(views.materialize("flips", "--date 2026-03-01 --now 2026-03-03T00:00:00Z"), 1, 1, 0);
    views.rows("flips", "(1, @03-01@, 10)");
    added(views.materialize("flips", "--date 2026-03-01 --now 2026-03-04T00:00:00Z"), 1, 1, 0);
    added(views.materialize("flips", "--date 2026-03-01 --now 2026-03-05T00:00:00Z"), 1, 0, 1);
    assertThat(views.stored("flips"))
        .containsExactly("1|03-01|03-01|10.0", "1|03-01|03-03|11.0", "1|03-01|03-04|10.0");
  }

  @Test
  void nanAndNullEqualThemselves() {
    views.rows("floats", "(1, @03-01@, 'NaN'), (2, @03-01@, NULL), (3, @03-01@, 'Infinity')");
    added(views.materialize("floats", "--now 2026-03-02T00:00:00Z"), 3, 3, 0);
    added(views.materialize("floats", "--now 2026-03-03T00:00:00Z"), 3, 0, 3);
    assertThat(views.stored("floats"))
        .containsExactly("1|03-01|03-01|NaN", "2|03-01|03-01|~", "3|03-01|03-01|Infinity");
  }

  @Test
  void aWindowWithoutRowsIsUnchangedAndCountsAsMaterialised() {
    views.rows("gap", "(1, @03-01@, 10)");
    added(views.materialize("gap", "--date 2026-03-05 --now 2026-03-06T00:00:00Z"), 0, 0, 0);
    views.rows("gap", "(1, @03-04@, 4), (1, @03-05@, 5), (1, @03-06@, 6)");
    added(
        views.materialize("gap", "--from 2026-03-04 --to 2026-03-06 --now 2026-03-07T00:00:00Z"),
        3,
        3,
        0);
    assertThat(views.stored("gap"))
        .containsExactly("1|03-04|03-04|4.0", "1|03-05|03-07|5.0", "1|03-06|03-06|6.0");
  }

  @Test
  void lookbackWidensTheWindowDownwardsAndIsCovered() {
    views.rows("looked", "(1, @02-28@, 1), (1, @03-01@, 2), (1, @03-02@, 3), (1, @03-03@, 4)");
    Ran ran = views.materialize("looked", "--date 2026-03-02 --now 2026-03-04T00:00:00Z");
    added(ran, 2, 2, 0);
    assertThat(ran.onlyResult().get("from").asText()).isEqualTo("2026-03-02");
    assertThat(ran.onlyResult().get("to").asText()).isEqualTo("2026-03-02");
    views.rows("looked", "(2, @02-28@, 1), (2, @03-01@, 2), (2, @03-02@, 3), (2, @03-03@, 4)");
    added(views.materialize("looked", "--now 2026-03-05T00:00:00Z"), 4, 4, 0);
    assertThat(views.stored("looked"))
        .contains(
            "2|02-28|02-28|1.0", "2|03-01|03-05|2.0", "2|03-02|03-05|3.0", "2|03-03|03-03|4.0");
  }

  @Test
  void anEventOfTheFutureIsKnownAtTheRunAndOnlyTakenWithADate() {
    views.rows("future", "(1, @03-01@, 1), (1, @04-01@, 99)");
    added(views.materialize("future", "--now 2026-03-02T00:00:00Z"), 1, 1, 0);
    added(views.materialize("future", "--date 2026-04-01 --now 2026-03-03T00:00:00Z"), 1, 1, 0);
    assertThat(views.stored("future")).containsExactly("1|03-01|03-01|1.0", "1|04-01|03-03|99.0");
  }

  @Test
  void withoutADateEverythingUpToTheClockIsTakenTheClockIncluded() {
    views.rows("undated", "(1, @03-01@, 1), (1, @03-02@, 2), (1, @03-02 00:00:00.000001@, 3)");
    Ran ran = views.materialize("undated", "--now 2026-03-02T00:00:00Z");
    added(ran, 2, 2, 0);
    assertThat(ran.onlyResult().get("from").isNull()).isTrue();
    assertThat(ran.onlyResult().get("to").isNull()).isTrue();
  }

  @Test
  void theSourcesIdTellsEventsOfOneInstantApartAndBreaksTheirTie() {
    views
        .project()
        .parquet(
            "data/identified.parquet",
            PointInTimeFixture.times(
                "SELECT 1::BIGINT AS k, @03-01@ AS event_ts, v::DOUBLE AS v, e FROM (VALUES (10,"
                    + " 1), (20, 2)) t(v, e)"));
    added(views.materialize("identified", "--now 2026-03-02T00:00:00Z"), 2, 2, 0);
    assertThat(views.project().lines("SELECT v, _id FROM features.identified_v1 ORDER BY _id"))
        .containsExactly("10.0|1", "20.0|2");
    views
        .project()
        .parquet(
            "data/identified.parquet",
            PointInTimeFixture.times(
                "SELECT 1::BIGINT AS k, @03-01@ AS event_ts, v::DOUBLE AS v, e FROM (VALUES (11,"
                    + " 1), (20, 2)) t(v, e)"));
    added(views.materialize("identified", "--now 2026-03-03T00:00:00Z"), 2, 1, 1);
    assertThat(
            views
                .project()
                .lines("SELECT v, known_at FROM features.identified_v1 WHERE _id = 1 ORDER BY v"))
        .containsExactly("10.0|2026-03-01T00:00:00.000000Z", "11.0|2026-03-03T00:00:00.000000Z");
  }
}
