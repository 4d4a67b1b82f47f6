package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class QuarantineTest {

  static final String AMOUNT =
      "- {id: amt, type: range, column: amount, min: 0, max: 100, action: quarantine}";
  static final String NOW = " --now 2026-03-10T00:00:00Z";
  static final String LATER = " --now 2026-03-20T00:00:00Z";
  static final String ROWS =
      "(1, @03-01@, 'a', 10), (1, @03-02@, 'b', -5), (2, @03-01@, 'c', 20), (2, @03-03@, 'd', 30),"
          + " (3, @03-03@, 'e', 400)";

  @TempDir Path folder;

  @Test
  void withholdsFailingRowsOnceAndProvesThatNoneIsLost(SparkSession spark) {
    for (boolean ofSource : List.of(true, false)) {
      Payments payments =
          new Payments(spark, folder.resolve(ofSource + ""), false)
              .view("paid", "quarantine", ofSource, "maxQuarantineRatio: 0.5", AMOUNT)
              .rows(ROWS);
      ProjectFolder project = payments.project();
      project.verb(Payments.APPLY).written();
      String kept = ofSource ? "quarantine.payments" : "quarantine.paid_v1";

      JsonNode result = project.verb("materialize paid@1" + NOW).written().onlyResult();

      counts(result, 5, 3, 0, 2);
      assertThat(payments.amounts("features.paid_v1")).containsExactly("10.0", "20.0", "30.0");
      assertThat(payments.amounts(kept)).containsExactly("-5.0", "400.0");
      assertThat(
              project.lines(
                  "SELECT object, target, suite, rows_in, rows_target, rows_quarantined,"
                      + " batch_id = '"
                      + result.get("batch").asText()
                      + "' FROM quality.quarantine"))
          .containsExactly(
              (ofSource ? "source:payments" : "features.paid_v1")
                  + "|features.paid_v1|paid_suite|5|3|2|true");
      assertThat(project.number("SELECT count(DISTINCT _row_id) FROM " + kept)).isEqualTo(2);
      assertThat(
              project.lines(
                  "SELECT s.state, q._violations[0].rule_id FROM quality.quarantine_state s JOIN "
                      + kept
                      + " q ON s.row_id = q._row_id AND s.batch_id = q._batch_id"))
          .containsExactly("open|amt", "open|amt");
      assertThat(project.verb("quality gate paid_suite").exitCode()).isEqualTo(7);

      JsonNode again = project.verb("materialize paid@1" + LATER).ok().onlyResult();

      counts(again, 5, 0, 5, 0);
      assertThat(again.get("status").asText()).isEqualTo("unchanged");
      assertThat(payments.amounts(kept)).hasSize(2);
      assertThat(project.number("SELECT count(*) FROM quality.quarantine")).isEqualTo(1);
      assertThat(project.number("SELECT count(*) FROM quality.run")).isEqualTo(1);
    }
  }

  @Test
  void doesWhatOnFailureSaysAndWritesNothingOfWhatIsHeldBack(SparkSession spark) {
    String none = AMOUNT.replace(", action: quarantine", "");
    String broken = "- {id: odd, type: sql_row, expr: '1 / 0 > amount', action: quarantine}";
    record Case(String name, String onFailure, String suite, String rules, int exit, String gate) {}
    List<Case> cases =
        List.of(
            new Case("f_bad", "fail", "", none, 7, "fail"),
            new Case("f_odd", "fail", "", broken, 10, "inconclusive"),
            new Case("f_ok", "fail", "", AMOUNT + "\n", 7, "fail"),
            new Case("q_much", "quarantine", "maxQuarantineRatio: 0.39", AMOUNT, 7, "fail"),
            new Case("q_just", "quarantine", "maxQuarantineRatio: 0.4", AMOUNT, 0, "fail"),
            new Case("q_bad", "quarantine", "maxQuarantineRatio: 1", none, 7, "fail"),
            new Case("q_odd", "quarantine", "maxQuarantineRatio: 1", broken, 10, "inconclusive"),
            new Case("w_bad", "warn", "", none, 0, "fail"),
            new Case("w_odd", "warn", "", broken, 0, "inconclusive"));
    Payments payments = new Payments(spark, folder, false);
    cases.forEach(c -> payments.view(c.name(), c.onFailure(), false, c.suite(), c.rules()));
    ProjectFolder project = payments.rows(ROWS).project();
    project.verb(Payments.APPLY).written();

    for (Case each : cases) {
      Ran ran = project.verb("materialize " + each.name() + "@1" + NOW);

      String table = each.name() + "_v1";
      int withheld = each.name().equals("q_just") ? 2 : 0;
      assertThat(ran.exitCode()).as(each + "\n" + ran).isEqualTo(each.exit());
      assertThat(ran.onlyResult().get("status").asText())
          .isEqualTo(each.exit() == 0 ? "written" : "refused");
      assertThat(project.number("SELECT count(*) FROM features." + table))
          .isEqualTo(each.exit() == 0 ? 5 - withheld : 0);
      assertThat(
              project.lines(
                  "SELECT rows_in, rows_target, rows_quarantined FROM quality.quarantine WHERE"
                      + " target = 'features."
                      + table
                      + "'"))
          .isEqualTo(
              each.exit() == 0 ? List.of("5|" + (5 - withheld) + "|" + withheld) : List.of());
      assertThat(
              project.lines(
                  "SELECT status FROM quality.run WHERE suite = '" + each.name() + "_suite'"))
          .containsExactly(each.gate());
    }
    assertThat(project.lines("SHOW TABLES IN quarantine")).hasSize(1);
  }

  @Test
  void aReleasedRowIsKnownFromTheReleaseOnAndADiscardedOneNever(SparkSession spark) {
    for (boolean known : List.of(false, true)) {
      Payments payments = new Payments(spark, folder.resolve(known + ""), known);
      String rows = known ? ROWS.replaceAll("(@03-\\d\\d@)(.*?)\\)", "$1$2, $1)") : ROWS;
      payments.view("paid", "quarantine", true, "maxQuarantineRatio: 0.5", AMOUNT).rows(rows);
      ProjectFolder project = payments.project();
      project.verb(Payments.APPLY).written();
      String batch =
          project.verb("materialize paid@1" + NOW).written().onlyResult().get("batch").asText();

      Ran none = project.verb("quarantine release " + batch + LATER);

      assertThat(none.exitCode()).as(none.toString()).isEqualTo(7);
      assertThat(none.status()).isEqualTo("gate_failed");
      assertThat(payments.amounts("features.paid_v1")).hasSize(3);

      project.replace("paid.yaml", "max: 100", "max: 1000");
      Ran some = project.verb("quarantine release " + batch + LATER);

      assertThat(some.exitCode()).as(some.toString()).isEqualTo(7);
      assertThat(some.onlyResult().get("rowsReleased").asInt()).isEqualTo(1);
      assertThat(some.onlyResult().get("rowsOpen").asInt()).isEqualTo(1);
      assertThat(
              project.lines("SELECT event_ts, known_at FROM features.paid_v1 WHERE amount = 400"))
          .containsExactly("2026-03-03T00:00:00.000000Z|2026-03-20T00:00:00.000000Z");
      assertThat(project.verb("quarantine list" + LATER).ok().onlyResult().get("open").asInt())
          .isEqualTo(1);
      assertThat(project.verb("quarantine show " + batch).ok().results()).hasSize(2);

      project.verb("quarantine discard " + batch + LATER).written();
      assertThat(project.verb("quarantine discard " + batch).ok().status()).isEqualTo("unchanged");
      assertThat(project.verb("quarantine release " + batch).ok().status()).isEqualTo("unchanged");
      assertThat(project.verb("quarantine list").ok().results()).isEmpty();
      counts(project.verb("materialize paid@1" + LATER).ok().onlyResult(), 5, 0, 5, 0);
      assertThat(payments.amounts("features.paid_v1"))
          .containsExactly("10.0", "20.0", "30.0", "400.0");
    }
  }

  @Test
  void aTrainingSetAsKnownBeforeTheReleaseStaysAsItWas(SparkSession spark) {
    Payments payments =
        new Payments(spark, folder, false)
            .view("paid", "quarantine", true, "maxQuarantineRatio: 0.5", AMOUNT)
            .rows(ROWS);
    ProjectFolder project = payments.project();
    project
        .parquet(
            "data/spine.parquet",
            PointInTimeFixture.times(
                "SELECT 3::BIGINT AS k, t FROM (VALUES (@03-19@), (@03-21@)) s(t)"))
        .yaml(
            "set.yaml",
            """
            kind: Source
            metadata: {name: spine}
            spec: {format: parquet, path: data/spine.parquet}
            ---
            kind: FeatureService
            metadata: {name: risk, version: 1}
            spec: {features: [{view: paid@1, select: ["*"]}]}
            ---
            kind: TrainingSet
            metadata: {name: risky}
            spec:
              spine: {source: spine, timestamp: t}
              service: risk@1
              diagnostics: false
            """);
    project.verb(Payments.APPLY).written();
    String batch =
        project.verb("materialize paid@1" + NOW).written().onlyResult().get("batch").asText();
    String end = " --now 2026-03-25T00:00:00Z";
    project.verb("training-set create risky" + end).ok();
    assertThat(project.lines("SELECT amount FROM training.risky_v1 ORDER BY t"))
        .containsExactly("~", "~");
    project.replace("paid.yaml", "min: 0, max: 100", "min: -10, max: 1000");

    project.verb("quarantine release " + batch + LATER).written();
    project.verb("training-set create risky" + end).ok();

    assertThat(project.lines("SELECT amount FROM training.risky_v2 ORDER BY t"))
        .containsExactly("~", "400.0");
  }

  @Test
  void keepsEachViewsRowsApartAndACorrectedRowComesIn(SparkSession spark) {
    Payments payments =
        new Payments(spark, folder, false)
            .view("paid", "quarantine", true, "maxQuarantineRatio: 0.5", AMOUNT)
            .view("owed", "quarantine", true, "maxQuarantineRatio: 0.5", AMOUNT)
            .rows(ROWS);
    ProjectFolder project = payments.project();
    project.verb(Payments.APPLY).written();
    project.verb("materialize" + NOW).written();
    assertThat(
            project.lines(
                "SELECT target, rows_in, rows_target, rows_quarantined FROM quality.quarantine"
                    + " ORDER BY target"))
        .containsExactly("features.owed_v1|5|3|2", "features.paid_v1|5|3|2");
    assertThat(payments.amounts("quarantine.payments"))
        .containsExactly("-5.0", "-5.0", "400.0", "400.0");
    payments.rows(ROWS.replace("'b', -5", "'b', 5"));

    Ran corrected = project.verb("materialize" + LATER).written();

    counts(corrected.result("view", "paid@1"), 5, 1, 4, 0);
    counts(corrected.result("view", "owed@1"), 5, 1, 4, 0);
    assertThat(project.lines("SELECT known_at FROM features.paid_v1 WHERE amount = 5"))
        .containsExactly("2026-03-20T00:00:00.000000Z");
  }

  @Test
  void aRowCorrectedWhereTheViewStoresNothingComesIn(SparkSession spark) {
    String noted =
        "- {id: noted, type: accepted_values, column: note, values: [good], action: quarantine}";
    String row =
        "SELECT 1::BIGINT AS k, @03-01@ AS event_ts, 'a' AS txn, 10::DOUBLE AS amount, '%s' AS"
            + " note";
    Payments payments =
        new Payments(spark, folder, false)
            .view("paid", "quarantine", true, "maxQuarantineRatio: 1", noted);
    ProjectFolder project = payments.project();
    String file = "data/payments.parquet";
    project.parquet(file, PointInTimeFixture.times(row.formatted("bad")));
    project.verb(Payments.APPLY).written();
    counts(project.verb("materialize" + NOW).written().onlyResult(), 1, 0, 0, 1);
    counts(project.verb("materialize" + LATER).ok().onlyResult(), 1, 0, 1, 0);
    project.parquet(file, PointInTimeFixture.times(row.formatted("good")));

    counts(project.verb("materialize" + LATER).written().onlyResult(), 1, 1, 0, 0);

    assertThat(payments.amounts("features.paid_v1")).containsExactly("10.0");
    assertThat(payments.amounts("quarantine.payments")).containsExactly("10.0");
    counts(project.verb("materialize" + LATER).ok().onlyResult(), 1, 0, 1, 0);
  }

  @Test
  void racingRunsWithholdEachRowOnce(SparkSession spark) throws Exception {
    Payments payments =
        new Payments(spark, folder, false)
            .view("paid", "quarantine", true, "maxQuarantineRatio: 0.5", AMOUNT)
            .rows(ROWS);
    ProjectFolder project = payments.project();
    project.verb(Payments.APPLY).written();

    List<Ran> raced = Races.atOnce(project, "materialize" + NOW, "materialize" + NOW);

    raced.forEach(Ran::ok);
    assertThat(payments.amounts("features.paid_v1")).containsExactly("10.0", "20.0", "30.0");
    assertThat(payments.amounts("quarantine.payments")).containsExactly("-5.0", "400.0");
    assertThat(
            project.lines(
                "SELECT sum(rows_in), sum(rows_target), sum(rows_quarantined) FROM"
                    + " quality.quarantine"))
        .containsExactly("5|3|2");
  }

  @Test
  void aRepeatedKeyStaysWithheldWhileTheOtherRowIsInTheView(SparkSession spark) {
    for (boolean ofSource : List.of(true, false)) {
      String once =
          "- {id: once, type: unique, columns: [k], keepOrder: [amount], action: quarantine%s}"
              .formatted(ofSource ? ", where: amount > 0" : "");
      Payments payments =
          new Payments(spark, folder.resolve(ofSource + ""), false)
              .view("paid", "quarantine", ofSource, "maxQuarantineRatio: 1", once)
              .rows("(1, @03-01@, 'a', 10), (1, @03-02@, 'b', 20), (2, @03-01@, 'c', 30)");
      ProjectFolder project = payments.project();
      project.verb(Payments.APPLY).written();
      String batch = project.verb("materialize" + NOW).written().onlyResult().get("batch").asText();
      assertThat(payments.amounts("features.paid_v1")).containsExactly("10.0", "30.0");

      assertThat(project.verb("quarantine release " + batch + LATER).exitCode()).isEqualTo(7);
      assertThat(payments.amounts("features.paid_v1")).containsExactly("10.0", "30.0");
    }
  }

  @Test
  void namesWhatIsKnownForAnUnknownBatchOrRow(SparkSession spark) {
    Payments payments =
        new Payments(spark, folder, false)
            .view("paid", "quarantine", false, "maxQuarantineRatio: 0.5", AMOUNT)
            .rows(ROWS);
    ProjectFolder project = payments.project();
    project.verb(Payments.APPLY).written();
    project.verb("quarantine show nope").refusedSaying("there is no batch 'nope'");
    String batch =
        project.verb("materialize paid@1" + NOW).written().onlyResult().get("batch").asText();
    project.verb("quarantine release nope").refusedSaying("there is no batch 'nope'", batch);
    project.verb("quarantine discard " + batch + " --rows x,y").refusedSaying("has no row '");
    String row = project.lines("SELECT _row_id FROM quarantine.paid_v1 WHERE amount = -5").get(0);

    project.verb("quarantine discard " + batch + " --rows " + row).written();

    JsonNode listed = project.verb("quarantine list").ok().onlyResult();
    assertThat(List.of(listed.get("open").asInt(), listed.get("discarded").asInt()))
        .containsExactly(1, 1);
  }

  private static void counts(
      JsonNode result, long read, long added, long duplicate, long quarantined) {
    assertThat(
            List.of(
                result.get("rowsRead").asLong(),
                result.get("rowsAdded").asLong(),
                result.get("rowsDuplicate").asLong(),
                result.get("rowsQuarantined").asLong()))
        .as(result.toString())
        .containsExactly(read, added, duplicate, quarantined);
  }
}
