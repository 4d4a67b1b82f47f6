package io.tidemark.jobs.cost.allocate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.jobs.cost.bill.Category;
import io.tidemark.jobs.cost.definition.AllocationMode;
import io.tidemark.jobs.cost.definition.Dimension;
import io.tidemark.jobs.cost.definition.DimensionRule;
import io.tidemark.jobs.cost.definition.Measure;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClusterPoolTest {
  private static final Instant DAY = Instant.parse("2026-04-07T00:00:00Z");
  private static final Instant NEXT_DAY = Instant.parse("2026-04-08T00:00:00Z");

  @Test
  void aClusterWithoutCapacityIsNobodysAndSaysWhy() {
    Share share =
        only(
            Cluster.of(new RulesOf())
                .lines(LineOf.cost("0.5").cluster("j-1").tag("team", "risk"))
                .lives(LifeOf.run("a", 0, 60)));
    assertThat(share.stage()).isEqualTo(Stage.USAGE);
    assertThat(share.target()).isEqualTo(Share.UNALLOCATED);
    assertThat(share.method()).contains("NO_CAPACITY");
    assertThat(share.attribution().values()).containsEntry(Dimension.TEAM, "risk");
    assertThat(share.direct()).isEqualByComparingTo("0.5");
  }

  @Test
  void aClusterThatNobodyUsedIsIdle() {
    Share share =
        only(
            Cluster.of(new RulesOf())
                .lines(LineOf.machine("j-1", "0.5", "8", "32"))
                .lives(LifeOf.run("a", 60, 90), LifeOf.run("b", 0, 30).cluster("j-2")));
    assertThat(share.stage()).isEqualTo(Stage.IDLE);
    assertThat(share.target()).isEqualTo(Share.IDLE);
    assertThat(share.runId()).isNull();
  }

  @Test
  void aDaysLineIsSplitByTheWholeDay() {
    Cluster daily =
        Cluster.of(new RulesOf().mode(AllocationMode.CPU))
            .lines(
                LineOf.machine("j-1", "24", "1", "4").at(DAY, NEXT_DAY).quantity("24"),
                LineOf.machine("j-1", "18", "1", "4")
                    .at(DAY, DAY.plusSeconds(18 * 3600))
                    .quantity("18"))
            .lives(LifeOf.run("a", -600, 300).cores(1), LifeOf.run("b", 0, 60).cores(2));
    // 42 vCPU hours, of which a has 15 and b 2
    assertThat(daily.byTarget()).containsEntry("a", amount("15.0000000000"));
    assertThat(daily.byTarget()).containsEntry("b", amount("2.0000000000"));
  }

  @Test
  void anHourWithoutCapacityOfItsOwnTakesItsDays() {
    Cluster mixed =
        Cluster.of(new RulesOf().mode(AllocationMode.CPU))
            .lines(
                LineOf.machine("j-1", "24", "1", "4").at(DAY, NEXT_DAY).quantity("24"),
                LineOf.cost("1").cluster("j-1"))
            .lives(LifeOf.run("a", 0, 60).cores(12));
    assertThat(Cluster.byTarget(mixed.shares().get(2L))).containsEntry("a", amount("0.5000000000"));
  }

  @Test
  void aMonthsLineIsSplitByTheMonth() {
    Cluster month =
        Cluster.of(new RulesOf().mode(AllocationMode.CPU))
            .lines(
                LineOf.machine("j-1", "1", "1", "4"),
                LineOf.machine("j-1", "3", "1", "4")
                    .at(LineOf.TEN.plusSeconds(86_400), LineOf.TEN.plusSeconds(90_000))
                    .quantity("3"),
                LineOf.cost("4")
                    .cluster("j-1")
                    .at(
                        Instant.parse("2026-04-01T00:00:00Z"),
                        Instant.parse("2026-05-01T00:00:00Z")))
            .lives(LifeOf.run("a", 0, 60).cores(1));
    assertThat(Cluster.byTarget(month.shares().get(3L))).containsEntry("a", amount("1.0000000000"));
  }

  @Test
  void aLineThatIsNotOfItsBillingMonthTakesNothingOfIt() {
    Instant may = Instant.parse("2026-05-01T00:00:00Z");
    Cluster cluster =
        Cluster.of(new RulesOf().mode(AllocationMode.CPU))
            .lines(
                LineOf.machine("j-1", "1", "1", "4"),
                LineOf.cost("4").cluster("j-1").at(may.minusSeconds(7200), may),
                LineOf.cost("4").cluster("j-1").at(may.minusSeconds(3600), may.plusSeconds(3600)),
                LineOf.cost("4").cluster("j-1").at(may, may.plusSeconds(3600)))
            .lives(LifeOf.run("a", 0, 60).cores(1));
    assertThat(Cluster.byTarget(cluster.shares().get(2L))).containsOnlyKeys("a");
    for (long outside : List.of(3L, 4L)) {
      Share share = cluster.shares().get(outside).get(0);
      assertThat(share.target()).isEqualTo(Share.UNALLOCATED);
      assertThat(share.method()).contains("NO_CAPACITY");
      assertThat(share.direct()).isEqualByComparingTo("4");
    }
  }

  @Test
  void aLineThatIsNotOfItsBillingMonthIsSplitByItsOwnHour() {
    Instant may = Instant.parse("2026-05-01T00:00:00Z");
    Cluster cluster =
        Cluster.of(new RulesOf().mode(AllocationMode.CPU))
            .lines(
                LineOf.machine("j-1", "2", "2", "8").at(may, may.plusSeconds(3600)),
                LineOf.machine("j-1", "1", "1", "4"))
            .lives(LifeOf.run("a", 0, 60).cores(1));
    assertThat(Cluster.byTarget(cluster.shares().get(1L))).containsOnlyKeys(Share.IDLE);
    assertThat(Cluster.byTarget(cluster.shares().get(2L))).containsOnlyKeys("a");
  }

  @Test
  void onlyHoursOfMachinesThatAreNoMastersAreCapacity() {
    Cluster cluster =
        Cluster.of(new RulesOf().mode(AllocationMode.CPU))
            .lines(
                LineOf.machine("j-1", "1", "4", "16"),
                LineOf.machine("j-1", "0", "4", "16").role("MASTER"),
                LineOf.machine("j-1", "0", "4", "16").quantity("-1"),
                LineOf.machine("j-1", "0", "4", "16")
                    .category(Category.USAGE, "SavingsPlanNegation"),
                LineOf.machine("j-1", "0", "4", "16").service("ElasticMapReduce"),
                LineOf.machine("j-1", "0", "4", "16").usage("EBS:VolumeUsage.gp3"),
                LineOf.machine("j-1", "0", "4", "16").unusedCommitment("arn"),
                LineOf.machine("j-1", "0", "4", "16").category(Category.PURCHASE, "Fee"))
            .lives(LifeOf.run("a", 0, 60).cores(1));
    assertThat(Cluster.byTarget(cluster.shares().get(1L)))
        .containsEntry("a", amount("0.2500000000"));
  }

  @Test
  void aSilentBillTakesTheSizeOfTheTypeAndAnUnknownTypeIsOverhead() {
    Cluster cluster =
        Cluster.of(new RulesOf().mode(AllocationMode.CPU))
            .size("m5.xlarge", "4", "16")
            .size("m5.2xlarge", "100", "400")
            .lines(
                LineOf.machine("j-1", "1", "4", "16"),
                LineOf.machine("j-1", "1", "4", "16").size(null, null).instanceType("m5.xlarge"),
                LineOf.machine("j-1", "1", "4", "16").size(null, null).instanceType("x9.tiny"))
            .lives(LifeOf.run("a", 0, 60).cores(2));
    assertThat(cluster.byTarget()).containsEntry("a", amount("0.7500000000"));
    assertThat(cluster.pool().unknownMachines()).containsExactly("x9.tiny");
  }

  @Test
  void theDominantResourceIsTheLargestShareOfWhatIsOffered() {
    Cluster cluster =
        Cluster.of(new RulesOf().mode(AllocationMode.DOMINANT))
            .lines(LineOf.machine("j-1", "1", "8", "32").quantity("1.000000000000000000"))
            .lives(
                LifeOf.run("cpu", 0, 60).cores(4).gib(1),
                LifeOf.run("memory", 0, 60).cores(1).gib(8),
                LifeOf.run("gpu", 0, 60).cores(1).gib(1).gpus(9));
    // 1/2, 1/4, and 1/8, as no GPU is on offer
    assertThat(cluster.byTarget())
        .containsEntry("cpu", amount("0.5000000000"))
        .containsEntry("memory", amount("0.2500000000"))
        .containsEntry("gpu", amount("0.1250000000"))
        .containsEntry("__idle__", amount("0.1250000000"));
  }

  @Test
  void tasksAreEvenOverTheirExecutorsLife() {
    Cluster cluster =
        Cluster.of(new RulesOf().mode(AllocationMode.SLOT_SECONDS))
            .lines(LineOf.machine("j-1", "4", "4", "16"))
            .lives(
                LifeOf.run("a", 30, 120).slotMs(3 * 3_600_000), LifeOf.run("b", 0, 0).slotMs(77));
    assertThat(cluster.byTarget())
        .containsEntry("a", amount("1.0000000000"))
        .doesNotContainKey("b");
  }

  @Test
  void eachOfTheFourCostsIsSplitByItself() {
    List<Share> shares =
        Cluster.of(new RulesOf().mode(AllocationMode.CPU).measure(Measure.BILLED))
            .lines(LineOf.machine("j-1", "0", "3", "4").amounts("1", "0.5", "0.1", "0.00000000001"))
            .lives(LifeOf.run("a", 0, 60).cores(1))
            .allShares();
    Share idle = shares.get(0);
    Share run = shares.get(1);
    assertThat(run.amounts().billed()).isEqualTo(amount("0.3333333333"));
    assertThat(run.amounts().effective()).isEqualTo(amount("0.1666666667"));
    assertThat(run.amounts().netBilled()).isEqualTo(amount("0.0333333333"));
    assertThat(run.amounts().netEffective()).isEqualTo(amount("0.00000000000"));
    assertThat(idle.amounts().netEffective()).isEqualTo(amount("0.00000000001"));
    assertThat(run.direct()).isEqualTo(run.amounts().billed());
  }

  @Test
  void aLineOfNoCostHasAShareToo() {
    Cluster cluster =
        Cluster.of(new RulesOf())
            .lines(LineOf.machine("j-1", "0", "8", "32"))
            .lives(LifeOf.run("a", 0, 30), LifeOf.run("b", 0, 30));
    assertThat(cluster.allShares()).hasSize(1);
  }

  @Test
  void rowsSeeTheTagsThatOtherLinesOfTheClusterHave() {
    Cluster cluster =
        Cluster.of(
                new RulesOf()
                    .dimension(
                        Dimension.TEAM,
                        new DimensionRule.Run("team"),
                        new DimensionRule.Tag("team", null)))
            .lines(
                LineOf.machine("j-1", "1", "8", "32"),
                LineOf.cost("1").cluster("j-1").tag("user:team", "platform").tag("env", "prod"),
                LineOf.cost("1").cluster("j-1").tag("user:team", "other"))
            .lives(LifeOf.run("a", 0, 60), LifeOf.run("b", 0, 60).team("risk"))
            .registered("b", Map.of("team", "fraud"));
    Map<String, Attribution> first = attributions(cluster.shares().get(1L));
    assertThat(first.get("__idle__").values())
        .containsEntry(Dimension.TEAM, "platform")
        .containsEntry(Dimension.ENV, "prod");
    assertThat(first.get("a").values()).containsEntry(Dimension.TEAM, "platform");
    assertThat(first.get("b").values()).containsEntry(Dimension.TEAM, "fraud");
    assertThat(attributions(cluster.shares().get(3L)).get("__idle__").values())
        .containsEntry(Dimension.TEAM, "other");
  }

  @Test
  void aJobRunThatIsBilledAloneMakesNoDemandOnItsApplication() {
    String app = "arn:aws:emr-serverless:us-east-1:1:/applications/A";
    Cluster serverless =
        Cluster.of(new RulesOf().mode(AllocationMode.CPU))
            .lines(
                serverless("8", "vCPUHours", app),
                serverless("32", "MemoryGBHours", app),
                serverless("4", "vCPUHours", app + "/jobruns/r9"),
                serverless("4", "vCPUHours", app + "/jobruns/unknown").tag("team", "risk"))
            .lives(
                LifeOf.run("run8", 0, 60).app("r8").cluster("A").cores(2),
                LifeOf.run("run9", 0, 60).app("r9").cluster("r9").cores(2));
    assertThat(Cluster.byTarget(serverless.shares().get(1L)))
        .containsExactly(
            Map.entry("__idle__", amount("0.7500000000")),
            Map.entry("run8", amount("0.2500000000")));
    Share known = serverless.shares().get(3L).get(0);
    assertThat(known.stage()).isEqualTo(Stage.DIRECT);
    assertThat(known.runId()).isEqualTo("run9");
    Share unknown = serverless.shares().get(4L).get(0);
    assertThat(unknown.runId()).isNull();
    assertThat(unknown.target()).isEqualTo(app + "/jobruns/unknown");
  }

  @Test
  void commitmentsAndPurchasesOfAClusterAreNotSplit() {
    Cluster cluster =
        Cluster.of(new RulesOf())
            .lines(
                LineOf.machine("j-1", "1", "8", "32").tag("team", "risk"),
                LineOf.cost("1").cluster("j-1").unusedCommitment("arn:plan"),
                LineOf.cost("1").cluster("j-1").category(Category.PURCHASE, "Fee").resource("r"))
            .lives(LifeOf.run("a", 0, 60));
    Share commitment = cluster.shares().get(2L).get(0);
    assertThat(commitment.stage()).isEqualTo(Stage.COMMITMENT);
    assertThat(commitment.target()).isEqualTo("arn:plan");
    assertThat(commitment.attribution().values()).containsEntry(Dimension.TEAM, "unallocated");
    Share fee = cluster.shares().get(3L).get(0);
    assertThat(fee.stage()).isEqualTo(Stage.DIRECT);
    assertThat(fee.attribution().values()).containsEntry(Dimension.TEAM, "risk");
  }

  @Test
  void aLineOfALaterStageIsRefused() {
    Cluster cluster =
        Cluster.of(new RulesOf())
            .lines(LineOf.cost("-1").cluster("j-1").category(Category.CREDIT, "Credit"));
    assertThatThrownBy(cluster::allShares).isInstanceOf(IllegalArgumentException.class);
  }

  private static LineOf serverless(String quantity, String unit, String resource) {
    return LineOf.cost("1")
        .service("ElasticMapReduce")
        .usage("USE1-EMR-SERVERLESS-" + unit)
        .quantity(quantity)
        .resource(resource);
  }

  private static Map<String, Attribution> attributions(List<Share> shares) {
    return shares.stream().collect(Collectors.toMap(Share::target, Share::attribution));
  }

  private static Share only(Cluster cluster) {
    List<Share> shares = cluster.allShares();
    assertThat(shares).hasSize(1);
    return shares.get(0);
  }

  private static BigDecimal amount(String text) {
    return new BigDecimal(text);
  }
}
