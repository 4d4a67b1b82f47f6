package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The verbs {@code quality run}, {@code gate}, {@code test}, {@code history}. */
@ExtendWith(SparkExtension.class)
class QualityTest {
  private static final String NOW = QualityProject.NOW;
  private static final String FAILING = "{id: amt, type: range, column: amount, min: 0}";
  private static final String PASSING = "{id: ids, type: not_null, columns: [id]}";

  @TempDir Path folder;
  private ProjectFolder project;

  @BeforeEach
  void applied(SparkSession spark) {
    project = QualityProject.applied(spark, folder);
  }

  private void suites(String... documents) {
    project.yaml("suites.yaml", String.join("---\n", documents));
  }

  private long runs() {
    return project.number("SELECT count(*) FROM quality.run");
  }

  private static void exits(Ran ran, int code, String status) {
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(code);
    assertThat(ran.status()).as(ran.toString()).isEqualTo(status);
    assertThat(ran.json().get("exitCode").intValue()).isEqualTo(code);
    ran.withoutTrace();
  }

  private static String verdict(Ran ran, String suite) {
    return ran.result("suite", suite).get("verdict").asText();
  }

  @Test
  void eachVerdictHasItsExitCodeInTheRunAndInTheGate() {
    suites(
        QualityProject.suite("a_pass", PASSING),
        QualityProject.suite("b_warn", FAILING.replace("}", ", severity: warn}")),
        QualityProject.suite("c_fail", FAILING, PASSING),
        QualityProject.suite("d_error", "{id: none, type: not_null, columns: [absent]}", PASSING),
        QualityProject.suite("e_empty", PASSING.replace("}", ", where: \"id < 0\"}")),
        QualityProject.suite("f_learning", "{id: vol, type: row_count, anomaly: {method: mad}}"));
    Ran ran = project.verb("quality run" + NOW);
    exits(ran, 7, "gate_failed");
    assertThat(ran.results())
        .extracting(each -> each.get("suite").asText() + " " + each.get("verdict").asText())
        .containsExactly(
            "a_pass pass",
            "b_warn warn",
            "c_fail fail",
            "d_error inconclusive",
            "e_empty inconclusive",
            "f_learning pass");
    JsonNode failed = ran.result("suite", "c_fail");
    assertThat(failed.get("object").asText()).isEqualTo("source:payments");
    assertThat(failed.get("version").isNull()).isTrue();
    assertThat(failed.get("counts").toString())
        .isEqualTo(
            "{\"pass\":1,\"warn\":0,\"fail\":1,\"error\":0,\"no_data\":0,\"skipped\":0,\"learning\":0}");
    assertThat(ran.messages())
        .anyMatch(m -> m.contains("suite c_fail, rule amt failed for 2026-03-03: 1 of 10"));
    assertThat(
            project.lines(
                "SELECT suite, status, rows_scanned, team FROM quality.run ORDER BY suite"))
        .containsExactly(
            "a_pass|pass|30|risk-ml",
            "b_warn|warn|30|risk-ml",
            "c_fail|fail|30|risk-ml",
            "d_error|inconclusive|30|risk-ml",
            "e_empty|inconclusive|30|risk-ml",
            "f_learning|pass|30|risk-ml");
    assertThat(
            project.lines(
                "SELECT suite, rule_id, status, rows_evaluated, rows_failed FROM quality.result"
                    + " WHERE suite IN ('c_fail', 'd_error') ORDER BY suite, rule_id"))
        .containsExactly(
            "c_fail|amt|fail|10|1",
            "c_fail|ids|pass|10|0",
            "d_error|ids|pass|10|0",
            "d_error|none|error|~|~");
    assertThat(project.lines("SELECT column_name, count FROM quality.profile ORDER BY column_name"))
        .containsExactly(":table|10", "amount|10", "day|10", "id|10");

    long before = runs();
    exits(project.verb("quality gate" + NOW), 7, "gate_failed");
    exits(project.verb("quality gate a_pass b_warn f_learning" + NOW), 0, "ok");
    exits(project.verb("quality gate b_warn --fail-on warn" + NOW), 7, "gate_failed");
    exits(project.verb("quality gate a_pass d_error" + NOW), 10, "inconclusive");
    exits(project.verb("quality gate a_pass --date 2026-03-02" + NOW), 10, "inconclusive");
    assertThat(runs()).isEqualTo(before);
  }

  @Test
  void whatWasDoneIsNotDoneAgain() {
    suites(
        QualityProject.suite("good", PASSING),
        QualityProject.suite("odd", FAILING.replace("}", ", severity: warn}")),
        QualityProject.suite("unsure", "{id: none, type: not_null, columns: [absent]}"));
    exits(project.verb("quality run" + NOW), 10, "inconclusive");
    assertThat(runs()).isEqualTo(3);
    exits(project.verb("quality run good odd" + NOW), 0, "unchanged");
    exits(project.verb("quality run good odd --fail-on warn" + NOW), 7, "gate_failed");
    assertThat(runs()).isEqualTo(3);
    exits(project.verb("quality run unsure" + NOW), 10, "inconclusive");
    assertThat(runs()).isEqualTo(4);
    project.verb("quality run good --date 2026-03-02" + NOW).written();
    assertThat(runs()).isEqualTo(5);
    QualityProject.payments(project, 11);
    project.verb("quality run good" + NOW).written();
    assertThat(runs()).isEqualTo(6);
    project.replace("suites.yaml", "columns: [id]", "columns: [id, day]");
    project.verb("quality run good" + NOW).written();
    project.verb("quality run good" + NOW).unchanged();
    assertThat(runs()).isEqualTo(7);
  }

  @Test
  void whatIsLookedUpCountsToo() {
    project
        .parquet("data/lost.parquet", "SELECT range AS id FROM range(400)")
        .verb("apply" + NOW)
        .ok();
    suites(
        QualityProject.suite(
            "known",
            "{id: fk, type: references, columns: [id], to: {source: lost, columns: [id]}}"),
        QualityProject.suite(
            "share",
            "{id: n, type: sql_metric, sql: \"SELECT count(*) FROM ref('lost')\","
                + " between: [300, null]}"));
    project.verb("quality run" + NOW).written();
    project.verb("quality run" + NOW).unchanged();
    project.parquet("data/lost.parquet", "SELECT range AS id FROM range(5)");
    Ran ran = project.verb("quality run" + NOW);
    exits(ran, 7, "gate_failed");
    assertThat(verdict(ran, "known")).isEqualTo("fail");
    assertThat(verdict(ran, "share")).isEqualTo("fail");
  }

  @Test
  void aViolatedCriticalRuleSkipsTheLaterSuitesOfItsTable() {
    suites(
        QualityProject.suite("first", PASSING),
        QualityProject.suite("second", FAILING.replace("}", ", severity: critical}")),
        QualityProject.suite("third", PASSING));
    Ran ran = project.verb("quality run" + NOW);
    exits(ran, 7, "gate_failed");
    assertThat(verdict(ran, "first")).isEqualTo("pass");
    assertThat(ran.result("suite", "third").at("/counts/skipped").asInt()).isEqualTo(1);
    assertThat(verdict(ran, "third")).isEqualTo("inconclusive");
    Ran alone = project.verb("quality run" + NOW);
    exits(alone, 7, "gate_failed");
    assertThat(alone.result("suite", "third").at("/counts/skipped").asInt()).isEqualTo(1);
  }

  @Test
  void anUnreadableDatasetIsAnErrorOfItsOwnRulesOnly() {
    suites(
        QualityProject.suite("good", PASSING),
        QualityProject.suite("gone", PASSING, FAILING).replace("payments", "lost"),
        QualityProject.suite("nowhere", PASSING).replace("source: payments", "table: ml.scores"));
    Ran ran = project.verb("quality run" + NOW);
    exits(ran, 10, "inconclusive");
    assertThat(verdict(ran, "good")).isEqualTo("pass");
    assertThat(ran.result("suite", "gone").at("/counts/error").asInt()).isEqualTo(2);
    assertThat(verdict(ran, "nowhere")).isEqualTo("inconclusive");
    assertThat(
            project.lines(
                "SELECT DISTINCT suite, status, error_class IS NOT NULL FROM quality.result"
                    + " ORDER BY suite"))
        .containsExactly("gone|error|true", "good|pass|false", "nowhere|error|true");
    project.verb("quality suggest lost" + NOW).refused();
    project.verb("quality suggest ml.scores" + NOW).refused();
  }

  @Test
  void namesThatAreNotDeclaredAreRefusedAndNoSuiteIsNine() {
    exits(project.verb("quality run" + NOW), 9, "refused");
    suites(QualityProject.suite("daily", PASSING));
    for (String verb : List.of("run", "gate", "test", "history")) {
      project.verb("quality " + verb + " dayly" + NOW).refusedSaying("dayly", "daily");
    }
    project.verb("quality suggest payment" + NOW).refusedSaying("payments");
    project.verb("quality run --fail-on info" + NOW).refusedSaying("--fail-on");
    project.verb("quality history daily --rule id" + NOW).refusedSaying("did you mean ids?");
    assertThat(runs()).isZero();
  }

  @Test
  void examplesOfRowsAreJudgedWithoutAWarehouse() {
    suites(
        QualityProject.suite("daily", FAILING)
            + "  tests: [{rule: amt, pass: [{amount: 3}], fail: [{amount: -1}]}]\n");
    project.replace("project.yaml", "./warehouse", "./elsewhere");
    exits(project.verb("quality test" + NOW), 0, "ok");
    project.replace("suites.yaml", "fail: [{amount: -1}]", "fail: [{amount: -1}, {amount: 1}]");
    Ran wrong = project.verb("quality test daily" + NOW);
    exits(wrong, 7, "gate_failed");
    assertThat(wrong.onlyResult().get("failed").asInt()).isEqualTo(1);
    assertThat(wrong.problems())
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.get("line").asInt()).isEqualTo(project.line("suites.yaml", "tests:"));
              assertThat(p.get("message").asText()).contains("row 2", "amt", "fail");
            });
    assertThat(folder.resolve("elsewhere")).doesNotExist();
  }

  @Test
  void historyTellsTheNewestRunOfEachDate() {
    suites(QualityProject.suite("daily", FAILING, PASSING));
    for (String date : List.of("2026-03-03", "2026-03-01", "2026-03-02")) {
      exits(project.verb("quality run --date " + date + NOW), 7, "gate_failed");
    }
    QualityProject.payments(project, 20);
    exits(project.verb("quality run --date 2026-03-02" + NOW), 7, "gate_failed");
    Ran ran = project.verb("quality history daily --rule amt" + NOW).ok();
    assertThat(ran.results())
        .extracting(
            each ->
                each.get("date").asText()
                    + " "
                    + each.get("status").asText()
                    + " "
                    + each.get("value").asText())
        .containsExactly("2026-03-03 fail 0.1", "2026-03-02 fail 0.05", "2026-03-01 fail 0.1");
    assertThat(project.verb("quality history daily" + NOW).ok().results()).hasSize(6);
    assertThat(project.verb("quality history daily --date 2026-03-02" + NOW).ok().results())
        .extracting(each -> each.get("date").asText() + " " + each.get("rule").asText())
        .containsExactlyInAnyOrder("2026-03-02 amt", "2026-03-02 ids");
    assertThat(project.verb("quality history daily --date 2026-03-09" + NOW).ok().messages())
        .singleElement()
        .asString()
        .startsWith("suite daily has no run about 2026-03-09; run `tidemark quality run daily");
    assertThat(
            project.plain(
                "quality", "run", "--date", "2026-03-03", "--now", "2026-03-04T06:00:00Z"))
        .satisfies(
            shown -> {
              assertThat(shown.exitCode()).isEqualTo(7);
              assertThat(shown.out()).contains("daily: FAIL  (source:payments)", "amt", "0.05");
              assertThat(shown.err()).contains("suites.yaml:", "rule amt failed");
            });
  }

  @Test
  void aSuggestedSuiteHoldsOnItsOwnData() {
    Ran shown = project.plain("quality", "suggest", "payments", "--now", "2026-03-04T06:00:00Z");
    assertThat(shown.exitCode()).as(shown.toString()).isZero();
    assertThat(shown.out()).contains("kind: QualitySuite", "source: payments");
    Ran json = project.verb("quality suggest payments" + NOW).written();
    assertThat(json.onlyResult().get("yaml").asText()).isEqualTo(shown.out());
    project.verb("quality suggest payments --out suites/payments.yaml" + NOW).written();
    assertThat(project.read("suites/payments.yaml")).isEqualTo(shown.out());
    Ran ran = project.verb("quality run" + NOW).written();
    assertThat(ran.onlyResult().get("suite").asText()).isEqualTo("payments");
    assertThat(ran.onlyResult().at("/counts/fail").asInt()).isZero();
    assertThat(ran.onlyResult().at("/counts/error").asInt()).isZero();
  }
}
