package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.Amounts;
import io.tidemark.jobs.cost.definition.Dimension;
import io.tidemark.jobs.cost.definition.IdlePolicy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Passes idle on as the policy says, by double entry: off {@code __idle__}, on the receivers. */
final class IdlePassing {
  private static final String BY_POLICY = "idle";

  private final IdlePolicy policy;
  private final Posting posting;
  private final String method;

  IdlePassing(IdlePolicy policy, Posting posting) {
    this.policy = policy;
    this.posting = posting;
    this.method = Method.of(policy);
  }

  /**
   * The shares that pass on what was idle of a line; their sum is 0.
   *
   * @param owner whose idle it is
   * @param runs of the window, by weight
   * @param ofRun what a run's share is attributed to
   */
  List<Share> passOn(
      Amounts idle, Attribution owner, WeightedKeys runs, Function<String, Attribution> ofRun) {
    WeightedKeys receivers = receivers(runs, ofRun);
    int keeps = receivers.keys().indexOf(Share.IDLE);
    if (receivers.keys().size() == (keeps < 0 ? 0 : 1) || Posting.isNothing(idle)) {
      return List.of();
    }
    Amounts[] parts = receivers.remainder().split(idle);
    List<Share> shares = new ArrayList<>();
    Amounts given = minus(keeps < 0 ? Amounts.ZERO : parts[keeps], idle);
    shares.add(posting.passedOn(method, Share.IDLE, null, owner, given));
    for (int i = 0; i < parts.length; i++) {
      if (i != keeps) {
        shares.add(received(receivers.keys().get(i), parts[i], ofRun));
      }
    }
    return shares;
  }

  private Share received(String key, Amounts part, Function<String, Attribution> ofRun) {
    if (policy instanceof IdlePolicy.Fixed) {
      Attribution team =
          new Attribution(Map.of(Dimension.TEAM, key), Map.of(Dimension.TEAM, BY_POLICY));
      return posting.passedOn(method, Share.IDLE, null, team, part);
    }
    return posting.passedOn(method, key, key, ofRun.apply(key), part);
  }

  private WeightedKeys receivers(WeightedKeys runs, Function<String, Attribution> ofRun) {
    if (policy instanceof IdlePolicy.Fixed fixed) {
      return fixed(fixed.shares());
    }
    if (policy instanceof IdlePolicy.Owner) {
      return WeightedKeys.of(List.of(), new BigInteger[0]);
    }
    if (policy instanceof IdlePolicy.Even) {
      return even(runs, ofRun);
    }
    return policy instanceof IdlePolicy.Mixed mixed ? mixed(runs, mixed.owner()) : runs;
  }

  private static WeightedKeys fixed(SortedMap<String, BigDecimal> shares) {
    SortedMap<String, BigDecimal> teams = new TreeMap<>(CodePoints.ORDER);
    teams.putAll(shares);
    List<BigDecimal> all = new ArrayList<>(teams.values());
    all.add(all.stream().reduce(BigDecimal.ONE, BigDecimal::subtract));
    BigInteger[] whole = Weights.whole(all);
    BigInteger[] weights = Arrays.copyOf(whole, teams.size());
    return WeightedKeys.withIdle(List.copyOf(teams.keySet()), weights, whole[teams.size()]);
  }

  /**
   * Runs take what is not the owner's: owner's x to runs' 1 - x, times the sum of their weights.
   */
  private static WeightedKeys mixed(WeightedKeys runs, BigDecimal owner) {
    if (runs.isEmpty()) {
      return runs;
    }
    BigInteger[] parts = Weights.whole(List.of(owner, BigDecimal.ONE.subtract(owner)));
    BigInteger[] weights = runs.weights().clone();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weights[i].multiply(parts[1]);
    }
    return WeightedKeys.withIdle(runs.keys(), weights, parts[0].multiply(runs.total()));
  }

  /** A run's weight is its part of its team's, every team weighing the same. */
  private static WeightedKeys even(WeightedKeys runs, Function<String, Attribution> ofRun) {
    Map<String, BigInteger> ofTeams = new TreeMap<>();
    List<String> teams = new ArrayList<>();
    for (int i = 0; i < runs.weights().length; i++) {
      String team = ofRun.apply(runs.keys().get(i)).values().getOrDefault(Dimension.TEAM, "");
      teams.add(team);
      ofTeams.merge(team, runs.weights()[i], BigInteger::add);
    }
    BigInteger common = BigInteger.ONE;
    for (BigInteger sum : ofTeams.values()) {
      common = common.divide(common.gcd(sum)).multiply(sum);
    }
    BigInteger[] weights = runs.weights().clone();
    for (int i = 0; i < weights.length; i++) {
      BigInteger team = ofTeams.getOrDefault(teams.get(i), BigInteger.ONE);
      weights[i] = weights[i].multiply(common.divide(team));
    }
    return WeightedKeys.of(runs.keys(), weights);
  }

  private static Amounts minus(Amounts kept, Amounts idle) {
    return new Amounts(
        kept.billed().subtract(idle.billed()),
        kept.effective().subtract(idle.effective()),
        kept.netBilled().subtract(idle.netBilled()),
        kept.netEffective().subtract(idle.netEffective()));
  }
}
