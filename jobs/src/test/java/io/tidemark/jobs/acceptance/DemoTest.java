package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.jobs.Jobs;
import io.tidemark.lineage.testing.SparkExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a newcomer meets it: once, again, and its queries pasted. */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoTest {

  private static final List<String> SMALL =
      List.of(
          "--customers",
          "60",
          "--days",
          "21",
          "--transactions",
          "40",
          "--late",
          "0.1",
          "--bad",
          "0.4");

  @TempDir static Path folder;
  private SparkSession spark;
  private Path demo;
  private ProjectFolder project;
  private Ran told;

  @BeforeAll
  void runOnce(SparkSession session) {
    spark = session;
    demo = folder.resolve("a bank");
    project = new ProjectFolder(session, demo);
    List<String> args = new ArrayList<>(List.of("demo", demo.toString()));
    args.addAll(SMALL);
    told = run(args);
    assertThat(told.exitCode()).as(told.toString()).isZero();
  }

  @Test
  void itTellsWhatTheTablesHold() {
    long payments = project.number("SELECT count(DISTINCT _id) FROM features.last_payment_v1");
    long late =
        project.number(
            "SELECT count(*) FROM (SELECT _id FROM features.last_payment_v1 GROUP BY _id HAVING"
                + " min(known_at) > min(event_ts) + INTERVAL 24 HOURS)");
    long corrected =
        project.number(
            "SELECT count(*) FROM (SELECT _id FROM features.last_payment_v1 GROUP BY _id HAVING"
                + " count(*) > 1)");
    assertThat(late).isPositive();
    assertThat(corrected).isPositive();
    assertThat(told.out())
        .contains(
            "Late: of %d card payments %d were known".formatted(payments, late),
            "Corrected: %d payments".formatted(corrected),
            "7 definitions of *.yaml are registered now",
            "training.loan_defaults_v1: 31 loan applications",
            demo.toString());
    assertThat(told.err()).isEqualTo("demo: ok\n");
  }

  @Test
  void theBadDayIsWithheldProvenReleasedAndDiscarded() {
    String rows = "FROM quarantine.card_payments WHERE exists(_violations, v -> v.rule_id = '%s')";
    long refunds = project.number("SELECT count(*) " + rows.formatted("amount_is_spent"));
    long charities = project.number("SELECT count(*) " + rows.formatted("category_is_known"));
    assertThat(refunds).isPositive();
    assertThat(charities).isPositive();
    assertThat(project.lines("SELECT state, count(*) FROM quality.quarantine_state GROUP BY 1"))
        .containsExactlyInAnyOrder(
            "open|" + (refunds + charities), "released|" + charities, "discarded|" + refunds);
    assertThat(
            project.number(
                "SELECT count(*) FROM features.last_payment_v1 WHERE last_category = 'charity'"))
        .isEqualTo(charities / 2);
    assertThat(
            project.number("SELECT count(*) FROM features.card_activity_v1 WHERE _in_amount < 0"))
        .isZero();
    assertThat(told.out())
        .contains(
            "tidemark quality gate exits 7",
            "%d rows pass now, and features.last_payment_v1 has them".formatted(charities / 2),
            "%d were wrong and are discarded".formatted(refunds / 2));
  }

  /** What as corrected takes and as known does not was known later than the application. */
  @Test
  void theLeaksItCountsAreThoseThatKnownAtAvoids() {
    project.replace("training.yaml", "name: loan_defaults}", "name: hindsight}");
    project.replace(
        "training.yaml",
        "service: credit_risk@1",
        "knowledge: as_corrected\n  service: credit_risk@1");
    project.verb("training-set create hindsight").written();
    project.replace("training.yaml", "name: hindsight}", "name: loan_defaults}");
    project.replace("training.yaml", "  knowledge: as_corrected\n", "");

    String later =
        "SELECT count(*) FROM training.hindsight_v1 WHERE last_payment__known_at > applied_at";
    long payment = project.number(later);
    long bureau = project.number(later.replace("last_payment", "bureau_report"));
    long either = project.number(later + " OR bureau_report__known_at > applied_at");
    assertThat(payment).isPositive();
    assertThat(bureau).isPositive();
    assertThat(told.out())
        .contains(
            "would have given %d of 31 applications".formatted(either),
            "(bureau_report %d, last_payment %d)".formatted(bureau, payment));
  }

  @Test
  void theMonthsBillIsSomebodysToTheLastDigitBeforeAndAfterItIsRestated() {
    String bill =
        "SELECT sum(effective_cost) FROM cost.bill_line WHERE delivery_id IN (SELECT delivery_id"
            + " FROM cost.ledger WHERE version = %d)";
    String ledger = "SELECT sum(effective_cost) FROM cost.ledger WHERE version = %d";
    List<String> estimated = project.lines(bill.formatted(1));
    List<String> last = project.lines(bill.formatted(2));
    assertThat(last).isNotEqualTo(estimated);
    assertThat(project.lines(ledger.formatted(1))).isEqualTo(estimated);
    assertThat(project.lines(ledger.formatted(2))).isEqualTo(last);
    assertThat(project.lines("SELECT DISTINCT version, status FROM cost.ledger"))
        .containsExactlyInAnyOrder("1|estimated", "2|reconciled");
    assertThat(project.number("SELECT count(*) FROM cost.reconciliation WHERE residual <> 0"))
        .isZero();
    assertThat(project.number("SELECT count(*) FROM cost.ledger WHERE target = '__idle__'"))
        .isPositive();
    assertThat(told.out())
        .contains("tidemark cost report --by team")
        .containsPattern("team risk-ml +[0-9.]+ +[0-9.]+ +[0-9.]+ %")
        .containsPattern("use_case lending +[0-9.]+")
        .containsPattern("model card_fraud +[0-9.]+");
  }

  @Test
  void itsCommandsWorkWhenPasted() throws Exception {
    List<List<String>> commands = pasted(told.out());
    assertThat(commands).hasSize(4);
    assertThat(commands).allMatch(words -> words.contains(demo.toString()));
    for (List<String> words : commands) {
      Ran ran = run(words);
      assertThat(ran.exitCode()).as(ran.toString()).isZero();
      assertThat(ran.out().lines()).as(ran.toString()).hasSizeGreaterThan(2);
    }
    assertThat(run(commands.get(2)).out()).startsWith("score_from  loans  percent_defaulted\n");
  }

  @Test
  void runningItAgainAddsNothingAndSaysSo() {
    List<String> runs = project.lines("SELECT count(*) FROM registry.run WHERE verb = 'apply'");
    TreeMap<String, String> data = new TreeMap<>(project.data());
    Ran again = run(List.of("demo", demo.toString(), "-o", "json"));
    again.unchanged();
    assertThat(project.data()).isEqualTo(data);
    assertThat(again.results())
        .extracting(step -> step.get("step").asText() + " " + step.get("status").asText())
        .containsExactly(
            "generate unchanged",
            "apply unchanged",
            "materialize unchanged",
            "quality gate gate_failed",
            "sql ok",
            "quarantine list ok",
            "training-set create loan_defaults unchanged",
            "training-set verify loan_defaults ok",
            "training-set diff loan_defaults ok",
            "cost ingest unchanged",
            "cost attribute unchanged",
            "cost report ok",
            "cost report ok",
            "cost report ok",
            "sql ok",
            "sql ok",
            "sql ok",
            "sql ok");
    for (JsonNode step : again.results()) {
      boolean recorded = !step.get("step").asText().matches("generate|sql|quarantine list");
      assertThat(step.get("runId").isTextual()).as(step.toString()).isEqualTo(recorded);
    }
    assertThat(again.json().get("runId").isNull()).isTrue();
    assertThat(again.results().get(15).get("results").get(0).get("payments").asLong()).isPositive();
    assertThat(project.lines("SELECT count(*) FROM registry.run WHERE verb = 'apply'"))
        .isNotEqualTo(runs);
  }

  @Test
  void whatIsNotADemoIsRefused() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("notes.txt"), "mine");
    Ran refused = run(List.of("demo", other.toString(), "-o", "json"));
    refused.refusedSaying("is not a demo");
    assertThat(other).isDirectoryContaining("glob:**/notes.txt");
    run(List.of("demo", demo.toString(), "--seed", "8", "-o", "json"))
        .refusedSaying("was made with --seed 7");
  }

  /** The commands of a text as a shell reads them, without the name of the program. */
  private static List<List<String>> pasted(String text) throws Exception {
    Matcher found =
        Pattern.compile("(?m)^ *(?:all of them +)?(tidemark (?:[^\"\\n]|\"[^\"]*\")+)$")
            .matcher(text);
    List<List<String>> commands = new ArrayList<>();
    while (found.find()) {
      if (!found.group(1).contains("-C")) {
        continue;
      }
      Process bash =
          new ProcessBuilder(
                  "bash", "-c", "tidemark() { printf '%s\\0' \"$@\"; }\n" + found.group(1))
              .start();
      String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(bash.waitFor()).isZero();
      commands.add(Arrays.asList(out.split("\0")));
    }
    return commands;
  }

  private Ran run(List<String> args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Jobs.run(
            spark.newSession(),
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new TreeMap<>());
    return new Ran(
        args, exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
