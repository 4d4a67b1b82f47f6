package io.tidemark.jobs.cost.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.definition.AllocationMode;
import io.tidemark.jobs.cost.definition.Dimension;
import io.tidemark.jobs.cost.definition.IdlePolicy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IdlePassingTest {

  @Test
  void theOwnerKeepsAllAndNothingIsPassedOn() {
    assertThat(passed(new IdlePolicy.Owner())).isEmpty();
  }

  @Test
  void proportionalGoesToRunsByWeight() {
    assertThat(passed(new IdlePolicy.Proportional()))
        .containsExactly(
            "__idle__ platform -2.0000000000",
            "a risk 0.2500000000",
            "b risk 0.5000000000",
            "c fraud 1.2500000000");
  }

  @Test
  void evenGoesToTeamsEquallyAndInsideATeamByWeight() {
    assertThat(passed(new IdlePolicy.Even()))
        .containsExactly(
            "__idle__ platform -2.0000000000",
            "a risk 0.3333333333",
            "b risk 0.6666666667",
            "c fraud 1.0000000000");
    assertThat(passed(new IdlePolicy.Even(), "risk", "fraud", "growth"))
        .containsExactly(
            "__idle__ platform -2.0000000000",
            "a risk 0.6666666667",
            "b fraud 0.6666666667",
            "c growth 0.6666666666");
  }

  @Test
  void fixedGoesToTeamsWithoutRunsAndTheRestStays() {
    assertThat(passed(fixed("risk", "0.5", "growth", "0.2")))
        .containsExactly(
            "__idle__ platform -1.4000000000",
            "__idle__ growth 0.4000000000",
            "__idle__ risk 1.0000000000");
    assertThat(passed(fixed("risk", "1")))
        .containsExactly("__idle__ platform -2.0000000000", "__idle__ risk 2.0000000000");
  }

  @Test
  void anOwnersShareStaysAndRunsTakeTheRest() {
    assertThat(passed(new IdlePolicy.Mixed(new BigDecimal("0.25"))))
        .containsExactly(
            "__idle__ platform -1.5000000000",
            "a risk 0.1875000000",
            "b risk 0.3750000000",
            "c fraud 0.9375000000");
    assertThat(passed(new IdlePolicy.Mixed(BigDecimal.ONE))).isEmpty();
  }

  @Test
  void withoutRunsOnlyFixedApplies() {
    for (IdlePolicy policy :
        List.of(
            new IdlePolicy.Proportional(),
            new IdlePolicy.Even(),
            new IdlePolicy.Mixed(new BigDecimal("0.5")))) {
      assertThat(texts(cluster(policy).allShares())).as("%s", policy).isEmpty();
    }
    assertThat(texts(cluster(fixed("risk", "0.5")).allShares()))
        .containsExactly("__idle__ platform -5.0000000000", "__idle__ risk 5.0000000000");
  }

  @Test
  void whatIsPassedOnIsNoDirectCost() {
    cluster(new IdlePolicy.Proportional()).lives(LifeOf.run("a", 0, 60)).allShares().stream()
        .filter(share -> share.idleShare().signum() != 0)
        .forEach(
            share -> {
              assertThat(share.stage()).isEqualTo(Stage.IDLE);
              assertThat(share.direct()).isZero();
              assertThat(share.idleShare()).isEqualTo(share.amounts().effective());
            });
  }

  /** What is passed on of 2 idle hours of 10, a holding 1, b 2 and c 5 of them. */
  private static List<String> passed(IdlePolicy policy, String... teams) {
    String[] of = teams.length == 0 ? new String[] {"risk", "risk", "fraud"} : teams;
    return texts(
        cluster(policy)
            .lives(
                LifeOf.run("a", 0, 60).cores(1).team(of[0]),
                LifeOf.run("b", 0, 60).cores(2).team(of[1]),
                LifeOf.run("c", 0, 60).cores(5).team(of[2]))
            .allShares());
  }

  private static Cluster cluster(IdlePolicy policy) {
    return Cluster.of(new RulesOf().mode(AllocationMode.CPU).idle(policy))
        .lines(LineOf.machine("j-1", "10", "10", "40").tag("team", "platform"));
  }

  private static IdlePolicy fixed(String... teamsAndShares) {
    Map<String, BigDecimal> shares = new TreeMap<>();
    for (int i = 0; i < teamsAndShares.length; i += 2) {
      shares.put(teamsAndShares[i], new BigDecimal(teamsAndShares[i + 1]));
    }
    return new IdlePolicy.Fixed(new TreeMap<>(shares));
  }

  private static List<String> texts(List<Share> shares) {
    List<String> texts = new ArrayList<>();
    for (Share share : shares) {
      if (share.idleShare().signum() != 0) {
        texts.add(
            share.target()
                + " "
                + share.attribution().values().get(Dimension.TEAM)
                + " "
                + share.idleShare().toPlainString());
      }
    }
    return texts;
  }
}
