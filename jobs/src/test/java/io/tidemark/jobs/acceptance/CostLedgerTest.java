package io.tidemark.jobs.acceptance;

import static io.tidemark.jobs.acceptance.CostProject.life;
import static io.tidemark.jobs.acceptance.CostProject.line;
import static io.tidemark.jobs.acceptance.CostProject.outcome;
import static io.tidemark.jobs.acceptance.CostProject.worker;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.acceptance.CostProject.Line;
import io.tidemark.lineage.testing.SparkExtension;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The verbs {@code cost attribute} and {@code cost validate} on small bills. */
@ExtendWith(SparkExtension.class)
class CostLedgerTest {
  private static final Instant TEN = Instant.parse("2026-04-10T10:00:00Z");

  @TempDir Path root;
  private CostProject project;

  @BeforeEach
  void applied(SparkSession spark) {
    project = new CostProject(spark, root);
  }

  private static Instant minutes(int after) {
    return TEN.plus(Duration.ofMinutes(after));
  }

  /** Two hours of a cluster as anchors of the algorithm tell them. */
  private static List<Line> cluster(Instant hour) {
    return List.of(
        worker("j-ONE", "i-core1", hour, "0.3840000000"),
        worker("j-ONE", "i-core2", hour, "0.2764800000"),
        worker("j-ONE", "i-master", hour, "0.1920000000")
            .set(
                "resource_tags",
                "{\"\"aws:elasticmapreduce:job-flow-id\"\":\"\"j-ONE\"\",\"\"aws:elasticmapreduce:instance-group-role\"\":\"\"MASTER\"\"}"),
        line("Usage", "ElasticMapReduce", "BoxUsage:m5.2xlarge", hour, "0.1920000000")
            .set("line_item_resource_id", "arn:aws:elasticmapreduce:us-east-1:11:cluster/j-ONE"),
        line("Usage", "ElasticMapReduce", "BoxUsage:m5.xlarge", hour, "0.0480000000")
            .set("line_item_resource_id", "arn:aws:elasticmapreduce:us-east-1:11:cluster/j-ONE"),
        line("Usage", "AmazonEC2", "EBS:VolumeUsage.gp3", hour, "0.0137000000")
            .tag("aws:elasticmapreduce:job-flow-id", "j-ONE"));
  }

  private void twoRuns() {
    project.usage(
        List.of(
            life("appA", "risk", "j-ONE", "1", TEN, minutes(40)),
            life("appA", "risk", "j-ONE", "2", TEN, minutes(40)),
            life("appA", "risk", "j-ONE", "3", TEN, minutes(40)),
            life("appB", "fraud", "j-ONE", "1", minutes(30), minutes(75)),
            life("appB", "fraud", "j-ONE", "2", minutes(30), minutes(75))));
  }

  private void twoHours() {
    List<Line> lines = new ArrayList<>(cluster(TEN));
    lines.addAll(cluster(minutes(60)));
    project.bill("main", lines);
    twoRuns();
    project.ingest().ok();
  }

  @Test
  void twoRunsShareTwoHoursOfAClusterToTheLastDigit() {
    twoHours();
    Ran ran = project.attribute();
    assertThat(outcome(ran.ok())).isEqualTo("1 published");
    assertThat(project.sums("target", "effective_cost", "hour = TIMESTAMP '2026-04-10 10:00:00'"))
        .containsEntry("appA", new BigDecimal("0.4786355769"))
        .containsEntry("appB", new BigDecimal("0.2393177884"))
        .containsEntry("__idle__", new BigDecimal("0.3882266347"));
    assertThat(project.sums("target", "effective_cost", "true"))
        .containsEntry("appB", new BigDecimal("0.3589766827"))
        .containsEntry("__idle__", new BigDecimal("1.3747477404"));
    assertThat(
            project.folder.lines(
                "SELECT DISTINCT team, to_json(provenance) FROM cost.ledger WHERE target = 'appA'"))
        .containsExactly("risk|{\"team\":\"run\"}");
  }

  @Test
  void whatDidNotChangeIsNotPublishedAgain() {
    twoHours();
    project.attribute().ok();
    long rows = project.folder.number("SELECT count(*) FROM cost.ledger");
    Ran again = project.attribute();
    assertThat(outcome(again.ok())).isEqualTo("1 unchanged");
    assertThat(again.status()).isEqualTo("unchanged");
    assertThat(project.folder.number("SELECT count(*) FROM cost.ledger")).isEqualTo(rows);
    project.usage(List.of(life("appX", "risk", "j-OTHER", "1", TEN, minutes(10))));
    Ran elsewhere = project.attribute();
    assertThat(outcome(elsewhere)).isEqualTo("1 unchanged");
    assertThat(elsewhere.onlyResult().get("usageWithoutBill").toString())
        .contains("{\"cluster\":\"j-OTHER\",\"vcoreMs\":2400000}");
    project.usage(List.of(life("appC", "growth", "j-ONE", "1", TEN, minutes(10))));
    assertThat(outcome(project.attribute())).isEqualTo("2 published");
    project.rules("idle: proportional");
    assertThat(outcome(project.attribute())).isEqualTo("3 published");
    assertThat(project.sums("delivery_id, line", "idle_share_cost", "true").values())
        .allMatch(sum -> sum.signum() == 0);
    assertThat(project.folder.lines("SELECT DISTINCT version FROM cost.ledger ORDER BY version"))
        .containsExactly("1", "2", "3");
    assertThat(project.folder.root().resolve("warehouse/_runs"))
        .isDirectoryNotContaining(run -> run.resolve("work").toFile().exists());
  }

  @Test
  void everyLineAndEveryKeyAddUpWhateverTheBillHolds() {
    long seed = 20260410;
    Random random = new Random(seed);
    List<Line> lines = randomBill(random);
    project.bill("main", lines);
    twoRuns();
    project.rules(
        """
        idle: even
        shared:
          - {match: {service: AWSCloudTrail}, policy: proportional}
          - {match: {service: AWSSupport}, policy: {fixed: {risk: 0.3}}}
        """);
    project.ingest().ok();
    assertThat(outcome(project.attribute().ok())).as("seed %d", seed).isEqualTo("1 published");
    Map<String, BigDecimal> byLine = new TreeMap<>();
    Map<String, BigDecimal> byKey = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      byLine.put(Integer.toString(i + 1), lines.get(i).cost().stripTrailingZeros());
      byKey.merge(lines.get(i).key(), lines.get(i).cost(), BigDecimal::add);
    }
    for (String cost : List.of("billed_cost", "effective_cost", "net_effective_cost")) {
      assertThat(project.sums("line", cost, "true")).as("seed %d", seed).isEqualTo(byLine);
    }
    assertThat(project.sums("line", "direct_cost", "true")).isEqualTo(byLine);
    assertThat(project.sums("line", "idle_share_cost", "true").values())
        .allMatch(sum -> sum.signum() == 0);
    Map<String, BigDecimal> told = new TreeMap<>();
    project
        .folder
        .lines(
            "SELECT concat_ws('|', payer_account, account, currency), bill, ledger, residual"
                + " FROM cost.reconciliation WHERE cost = 'effective'")
        .forEach(
            row -> {
              String[] parts = row.split("\\|");
              assertThat(parts[3]).isEqualTo(parts[4]);
              assertThat(new BigDecimal(parts[5])).isZero();
              told.merge(
                  String.join("|", parts[0], parts[1], parts[2]),
                  new BigDecimal(parts[3]),
                  BigDecimal::add);
            });
    byKey.forEach((key, sum) -> assertThat(told.get(key)).as(key).isEqualByComparingTo(sum));
    assertThat(project.sums("stage", "1", "true").keySet())
        .containsExactlyInAnyOrder("direct", "usage", "idle", "shared", "credit", "tax");
  }

  private static List<Line> randomBill(Random random) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      Instant hour = minutes(60 * random.nextInt(30));
      String cost =
          BigDecimal.valueOf(random.nextInt(2_000_000), 7 + random.nextInt(8)).toPlainString();
      Line line =
          switch (random.nextInt(8)) {
            case 0 -> worker("j-ONE", "i-" + i, minutes(60 * random.nextInt(2)), cost);
            case 1 ->
                line("Usage", "AmazonSageMaker", "Train:ml.m5", hour, cost)
                    .set("line_item_resource_id", "arn:aws:sagemaker:r:a:training-job/x" + i)
                    .tag("user_team", random.nextBoolean() ? "growth" : "risk");
            case 2 -> line("Usage", "AWSCloudTrail", "Events", hour, cost);
            case 3 -> line("Usage", "AWSSupport", "Dollar", hour, cost);
            case 4 -> line("Credit", "AmazonEC2", "BoxUsage:m5.2xlarge", hour, "-" + cost);
            case 5 -> line("Tax", "AmazonEC2", "", hour, cost);
            case 6 -> line("Usage", "AmazonS3", "Requests-Tier1", hour, "0");
            default -> line("Refund", "AmazonNobody", "None", hour, "-" + cost);
          };
      if (random.nextInt(5) == 0) {
        line.set("line_item_currency_code", "EUR");
      }
      if (random.nextInt(4) == 0) {
        line.set("line_item_usage_account_id", "000000000012");
      }
      lines.add(line);
    }
    return lines;
  }

  @Test
  void creditsAndTaxesFollowTheMoneyOfTheLinesThatTheyMatch() {
    List<Line> lines = new ArrayList<>(cluster(TEN));
    lines.add(line("Credit", "AmazonEC2", "BoxUsage:m5.2xlarge", TEN, "-0.1000000000"));
    lines.add(line("Tax", "ElasticMapReduce", "", TEN, "0.0300000000"));
    lines.add(line("Credit", "AmazonNobody", "None", TEN, "-0.5000000000"));
    project.bill("main", lines);
    twoRuns();
    project.ingest().ok();
    project.attribute().ok();
    // Weights: 324000 of A, 162000 of B, 262800 idle of 748800.
    Map<String, BigDecimal> credit = project.sums("target", "effective_cost", "line = 7");
    assertThat(credit.get("appA"))
        .isBetween(new BigDecimal("-0.0432692310"), new BigDecimal("-0.0432692300"));
    Map<String, BigDecimal> tax = project.sums("target", "effective_cost", "line = 8");
    assertThat(tax.get("appB"))
        .isBetween(new BigDecimal("0.0064903840"), new BigDecimal("0.0064903850"));
    assertThat(project.sums("target, team, stage", "effective_cost", "line = 9"))
        .containsExactly(Map.entry("__unallocated__|unallocated|credit", new BigDecimal("-0.5")));
  }

  @Test
  void aBillThatComesAgainMakesANewVersionAndTheOldOneStays() {
    twoHours();
    project.attribute().ok();
    Map<String, BigDecimal> before = project.sums("line, target", "effective_cost", "version = 1");
    List<Line> lines = new ArrayList<>();
    cluster(TEN).forEach(each -> lines.add(each.set("bill_invoice_id", "1")));
    project.bill("main", lines);
    project.ingest().ok();
    assertThat(outcome(project.attribute())).isEqualTo("2 published");
    assertThat(project.folder.lines("SELECT DISTINCT version, status FROM cost.ledger ORDER BY 1"))
        .containsExactly("1|estimated", "2|reconciled");
    project.bill("main", lines.subList(0, 5));
    project.ingest().ok();
    assertThat(outcome(project.attribute())).isEqualTo("3 published");
    assertThat(project.folder.lines("SELECT DISTINCT status FROM cost.ledger WHERE version = 3"))
        .containsExactly("corrected");
    assertThat(
            project.folder.number(
                "SELECT count(DISTINCT line, target) FROM cost.ledger WHERE version = 1"))
        .isEqualTo(before.size());
  }

  @Test
  void aBillThatWasChangedBehindUsPublishesNothing(SparkSession spark) {
    twoHours();
    project.attribute().ok();
    String table = project.folder.warehouse().resolve("cost/bill_line").toString();
    spark
        .newSession()
        .sql(
            "UPDATE delta.`"
                + table
                + "` SET effective_cost = effective_cost + 0.0000000001 WHERE line = 3");
    Ran validated = project.folder.verb("cost validate" + CostProject.NOW);
    assertThat(validated.exitCode()).as(validated.toString()).isEqualTo(7);
    project.rules("mode: cpu");
    Ran ran = project.attribute();
    assertThat(ran.exitCode()).as(ran.toString()).isEqualTo(7);
    assertThat(ran.status()).isEqualTo("gate_failed");
    ran.withoutTrace();
    assertThat(ran.messages())
        .anyMatch(
            m ->
                m.contains(
                        "the ledger of 2026-04 does not add up to its bill: effective Usage USD of"
                            + " account 000000000011, payer 000000000007")
                    && m.contains("version 1 stays"));
    assertThat(project.folder.lines("SELECT DISTINCT version FROM cost.ledger"))
        .containsExactly("1");
    assertThat(project.folder.lines("SELECT DISTINCT version FROM cost.reconciliation"))
        .containsExactly("1");
    spark.newSession().sql("DELETE FROM delta.`" + table + "` WHERE line = 4");
    assertThat(project.attribute().messages())
        .anyMatch(m -> m.contains("had 12 lines, cost.bill_line has 11, the ledger 11"));
  }

  @Test
  void aBillWithoutUsageAndUsageWithoutABillLoseNothing() {
    project.bill("main", cluster(TEN));
    project.ingest().ok();
    assertThat(outcome(project.attribute().ok())).isEqualTo("1 published");
    assertThat(project.sums("target", "effective_cost", "true"))
        .containsExactly(Map.entry("__idle__", new BigDecimal("1.10618")));
    Ran valid = project.folder.verb("cost validate" + CostProject.NOW);
    assertThat(valid.ok().onlyResult().get("status").asText()).isEqualTo("valid");
    project.bill("main", List.of());
    project.ingest().ok();
    Ran empty = project.attribute();
    assertThat(empty.exitCode()).isEqualTo(7);
    assertThat(empty.messages())
        .anyMatch(m -> m.contains("the bills of 2026-04 have no lines any more"));
  }

  @Test
  void aBillThatIsDeclaredNoMoreCountsAndIsToldOf() {
    project.bill("main", cluster(TEN));
    project.ingest().ok();
    assertThat(project.attribute().ok().problems()).isEmpty();
    project.folder.replace("cost.yaml", "{name: main", "{name: renamed");
    Ran ran = project.attribute().ok();
    assertThat(outcome(ran)).isEqualTo("1 unchanged");
    assertThat(ran.problems())
        .extracting(problem -> problem.get("code").asText())
        .containsExactly("BILL_NOT_DECLARED");
    assertThat(ran.messages())
        .anyMatch(
            m ->
                m.contains(
                    "no bill is declared as main, and what was ingested under that name still"
                        + " counts for 2026-04"));
    project.folder.replace("cost.yaml", "{name: renamed", "{name: main");
    assertThat(project.attribute().ok().problems()).isEmpty();
  }

  @Test
  void oddLivesDoNotChangeWhatALineCosts() {
    project.bill("main", cluster(TEN));
    project.usage(
        List.of(
            life("appA", "risk", "j-ONE", "1", minutes(20), minutes(10)),
            life("appA", "risk", "j-ONE", "2", minutes(0), minutes(50)),
            life("appA", "risk", "j-ONE", "2", minutes(10), minutes(60)),
            life("appB", "risk", "j-ONE", "1", minutes(-900), minutes(9000))));
    project.ingest().ok();
    assertThat(outcome(project.attribute().ok())).isEqualTo("1 published");
    assertThat(project.sums("'all'", "effective_cost", "true").values())
        .containsExactly(new BigDecimal("1.10618"));
  }

  @Test
  void twoAtOnceNeverMakeTwoSetsOfOneVersion() throws Exception {
    twoHours();
    String verb = "cost attribute" + CostProject.NOW;
    for (Ran ran : Races.atOnce(project.folder, verb, verb)) {
      ran.ok();
    }
    assertThat(
            project.folder.lines(
                "SELECT version, count(DISTINCT line), sum(effective_cost) FROM cost.ledger GROUP"
                    + " BY version"))
        .allMatch(row -> row.endsWith("|12|2.212360000000000000"));
    assertThat(
            project.folder.lines(
                "SELECT version, cost, count(DISTINCT run_id), count(*) FROM cost.reconciliation"
                    + " GROUP BY 1, 2"))
        .allMatch(row -> row.endsWith("|1|1"));
  }
}
