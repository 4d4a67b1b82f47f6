package io.tidemark.jobs.cost.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.definition.Dimension;
import io.tidemark.jobs.cost.usage.ExecutorLife;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MachinePoolTest {
  private static final BillLine MACHINE = machine("0.584").get();

  @Test
  void aMachineIsSplitByWhatItsPodsCost() {
    List<BillLine> lines = pods();
    lines.add(MACHINE);
    List<ExecutorLife> lives =
        List.of(LifeOf.run("run-1", 0, 30).app("spark-abc").team("fraud").get());
    Pool pool = new LineAllocator(new RulesOf().get(), Map.of()).machine(lines, lives, Map.of());
    List<Share> shares = pool.shares(MACHINE);
    assertThat(Cluster.byTarget(shares))
        .containsExactly(
            Map.entry("__idle__", new BigDecimal("0.1040000000")),
            Map.entry("pod-2", new BigDecimal("0.1000000000")),
            Map.entry("run-1", new BigDecimal("0.3800000000")));
    assertThat(shares).extracting(Share::method).containsOnly(Method.SPLIT_COST);
    Share run = shares.get(2);
    assertThat(run.runId()).isEqualTo("run-1");
    assertThat(run.attribution().values()).containsEntry(Dimension.TEAM, "fraud");
    assertThat(shares.get(1).runId()).isNull();
    assertThat(shares.get(1).attribution().values()).containsEntry(Dimension.TEAM, "growth");
    assertThat(shares.get(0).attribution().values()).containsEntry(Dimension.TEAM, "platform");
  }

  @Test
  void whatTheRowsDoNotTellOfIsIdle() {
    BillLine dear = machine("1").get();
    List<BillLine> lines = pods();
    lines.add(dear);
    Pool pool =
        new LineAllocator(new RulesOf().get(), Map.of()).machine(lines, List.of(), Map.of());
    assertThat(Cluster.byTarget(pool.shares(dear)))
        .containsEntry("__idle__", new BigDecimal("0.5200000000"))
        .containsEntry("pod-1", new BigDecimal("0.3800000000"));
  }

  @Test
  void aRowOfAPodCarriesNothingButIsThere() {
    List<BillLine> lines = pods();
    Pool pool =
        new LineAllocator(new RulesOf().get(), Map.of()).machine(lines, List.of(), Map.of());
    for (BillLine pod : lines) {
      List<Share> shares = pool.shares(pod);
      assertThat(shares).hasSize(1);
      assertThat(shares.get(0).stage()).isEqualTo(Stage.DIRECT);
      assertThat(shares.get(0).direct()).isZero();
    }
  }

  @Test
  void aMachineWhoseRowsSayNothingIsIdle() {
    BillLine free = machine("0").get();
    List<BillLine> lines =
        List.of(free, LineOf.cost("0").resource("pod-1").pod("i-1", "0", "0").get());
    Pool pool =
        new LineAllocator(new RulesOf().get(), Map.of()).machine(lines, List.of(), Map.of());
    assertThat(pool.shares(free)).extracting(Share::target).containsExactly(Share.IDLE);
  }

  private static LineOf machine(String cost) {
    return LineOf.cost(cost)
        .number(9)
        .service("AmazonEC2")
        .usage("BoxUsage:m5.2xlarge")
        .resource("i-1")
        .tag("team", "platform");
  }

  /** Pods of one application and one of none; together 0.48 used and 0.08 wasted. */
  private static List<BillLine> pods() {
    List<BillLine> pods = new ArrayList<>();
    pods.add(
        LineOf.cost("0")
            .number(1)
            .resource("pod-1")
            .pod("i-1", "0.3", "0.05")
            .tag("user_spark_app_selector", "spark-abc")
            .get());
    pods.add(
        LineOf.cost("0")
            .number(2)
            .resource("pod-2")
            .pod("i-1", "0.1", "0.03")
            .tag("team", "growth")
            .get());
    pods.add(
        LineOf.cost("0")
            .number(3)
            .resource("pod-1")
            .pod("i-1", "0.08", "0")
            .tag("user_spark_app_selector", "spark-abc")
            .get());
    return pods;
  }
}
