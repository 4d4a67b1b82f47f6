package io.tidemark.jobs.cost.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.definition.AllocationMode;
import io.tidemark.jobs.cost.definition.IdlePolicy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Hours of clusters whose split was worked out by hand with 50 digits. */
class GoldenTest {
  private static final Instant ELEVEN = LineOf.TEN.plusSeconds(3600);

  @Test
  void anHourOfTwoRunsIsSplitLineByLine() {
    Cluster hour = hour(new RulesOf());
    assertThat(texts(hour.byTarget()))
        .isEqualTo(
            Map.of("appA", "0.4786355769", "appB", "0.2393177884", "__idle__", "0.3882266347"));
    assertThat(texts(Cluster.byTarget(hour.shares().get(1L))))
        .isEqualTo(
            Map.of("appA", "0.1661538461", "appB", "0.0830769231", "__idle__", "0.1347692308"));
    assertThat(texts(Cluster.byTarget(hour.shares().get(6L))))
        .isEqualTo(
            Map.of("appA", "0.0059278846", "appB", "0.0029639423", "__idle__", "0.0048081731"));
  }

  @Test
  void aPoolSplitAtOnceWouldDifferInTheLastDigit() {
    BigInteger[] weights = {
      BigInteger.valueOf(262_800), BigInteger.valueOf(324_000), BigInteger.valueOf(162_000)
    };
    assertThat(LargestRemainder.split(new BigDecimal("1.1061800000"), weights))
        .containsExactly(
            new BigDecimal("0.3882266346"),
            new BigDecimal("0.4786355769"),
            new BigDecimal("0.2393177885"));
  }

  @Test
  void proportionalIdleGoesToTheRunsByTheirWeight() {
    assertThat(texts(hour(new RulesOf().idle(new IdlePolicy.Proportional())).byTarget()))
        .isEqualTo(
            Map.of("appA", "0.7374533333", "appB", "0.3687266667", "__idle__", "0.0000000000"));
  }

  @Test
  void coresAloneAndMemoryAloneWeighOtherwise() {
    assertThat(texts(hour(new RulesOf().mode(AllocationMode.CPU)).byTarget()))
        .isEqualTo(
            Map.of("appA", "0.5530900000", "appB", "0.2765450000", "__idle__", "0.2765450000"));
    assertThat(texts(hour(new RulesOf().mode(AllocationMode.MEMORY)).byTarget()))
        .isEqualTo(
            Map.of("appA", "0.3111131250", "appB", "0.1555565625", "__idle__", "0.6395103125"));
  }

  @Test
  void aRunIsCutAtTheHour() {
    Cluster both = hour(new RulesOf()).lines(lines(ELEVEN));
    List<Share> second =
        both.shares().entrySet().stream()
            .filter(entry -> entry.getKey() > 6)
            .flatMap(entry -> entry.getValue().stream())
            .toList();
    assertThat(texts(Cluster.byTarget(second)))
        .isEqualTo(Map.of("appB", "0.1196588943", "__idle__", "0.9865211057"));
    assertThat(texts(both.byTarget()))
        .isEqualTo(
            Map.of("appA", "0.4786355769", "appB", "0.3589766827", "__idle__", "1.3747477404"));
  }

  @Test
  void demandBeyondTheCapacityLeavesNoIdle() {
    Cluster crowded =
        Cluster.of(new RulesOf())
            .lines(LineOf.machine("j-1", "0.48", "8", "32"))
            .lives(
                LifeOf.run("X", 0, 60).cores(16).gib(12), LifeOf.run("Y", 0, 60).cores(6).gib(16));
    assertThat(texts(crowded.byTarget()))
        .isEqualTo(Map.of("X", "0.3313274336", "Y", "0.1486725664"));
  }

  @Test
  void aCoreAndAGibHaveAPriceEach() {
    Cluster machine =
        Cluster.of(new RulesOf())
            .lines(LineOf.machine("j-1", "1.00", "4", "16"))
            .lives(
                LifeOf.run("core", 0, 60).cores(1).gib(0),
                LifeOf.run("gib", 0, 60).cores(0).gib(1));
    assertThat(texts(machine.byTarget()))
        .containsEntry("core", "0.1730769231")
        .containsEntry("gib", "0.0192307692");
  }

  @Test
  void aRealExecutorIsCountedToTheByteAndTheMillisecond() {
    Instant nine = Instant.parse("2023-10-25T09:00:00Z");
    long heap = 9486L << 20;
    assertThat(texts(real(nine, heap + heap / 10).byTarget()))
        .isEqualTo(Map.of("app", "0.2079185267", "__idle__", "0.7920814733"));
    assertThat(texts(real(nine, heap + heap * 3 / 16).byTarget()))
        .containsEntry("app", "0.2115672092");
  }

  /** A machine of 4 vCPU and 12 GiB, an executor of 4 cores for 777.837 seconds. */
  private static Cluster real(Instant nine, long bytes) {
    Instant from = nine.plusSeconds(600);
    return Cluster.of(new RulesOf())
        .lines(LineOf.machine("j-1", "1.0000000000", "4", "12").at(nine, nine.plusSeconds(3600)))
        .lives(LifeOf.run("app", from, from.plusMillis(777_837)).cores(4).bytes(bytes));
  }

  private static Cluster hour(RulesOf rules) {
    return Cluster.of(rules)
        .lines(lines(LineOf.TEN))
        .lives(
            LifeOf.run("appA", 0, 40).team("risk"),
            LifeOf.run("appA", 0, 40).team("risk"),
            LifeOf.run("appA", 0, 40).team("risk"),
            LifeOf.run("appB", 30, 75).team("fraud"),
            LifeOf.run("appB", 30, 75).team("fraud"));
  }

  /** Two machines, a master, twice EMR's own fee, a disk. */
  private static LineOf[] lines(Instant start) {
    LineOf[] lines = {
      LineOf.machine("j-1", "0.3840000000", "8", "32"),
      LineOf.machine("j-1", "0.2764800000", "8", "32"),
      LineOf.machine("j-1", "0.1920000000", "8", "32").role("MASTER"),
      LineOf.cost("0.1920000000").service("ElasticMapReduce").resource("arn:a:b:c/j-1"),
      LineOf.cost("0.0480000000").service("ElasticMapReduce").resource("arn:a:b:c/j-1"),
      LineOf.cost("0.0137000000").service("AmazonEC2").usage("EBS:VolumeUsage.gp3").cluster("j-1")
    };
    for (LineOf line : lines) {
      line.at(start, start.plusSeconds(3600));
    }
    return lines;
  }

  private static Map<String, String> texts(Map<String, BigDecimal> amounts) {
    return amounts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toPlainString()));
  }
}
