package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.Amounts;
import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.definition.CostAllocationDefinition;
import io.tidemark.jobs.cost.definition.Dimension;
import io.tidemark.jobs.cost.definition.SharedPolicy;
import io.tidemark.jobs.cost.definition.SharedRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The stages that follow the money that is placed: shared lines, credits, taxes. */
public final class LateStages {
  private static final String SHARED = "shared";

  private final Posting posting;
  private final SharedMatcher shared;
  private final DimensionRules dimensions;

  /** By a project's rules. */
  public LateStages(CostAllocationDefinition rules) {
    this.posting = new Posting(rules.cost());
    this.shared = new SharedMatcher(rules.shared());
    this.dimensions = new DimensionRules(rules.dimensions());
  }

  /**
   * Splits a line that is everybody's.
   *
   * @param base team to its measure in the stages direct, usage and idle of the line's period and
   *     currency; the team that stands for none and teams without a positive measure take no part
   */
  public List<Share> shared(BillLine line, Map<String, BigDecimal> base) {
    SharedRule rule =
        shared.of(line).orElseThrow(() -> new IllegalArgumentException("no shared line: " + line));
    String method = Method.of(rule.policy());
    SortedMap<String, BigDecimal> weights = new TreeMap<>(CodePoints.ORDER);
    weigh(rule.policy(), base, weights);
    if (weights.isEmpty()) {
      return List.of(unallocated(line, Stage.SHARED, method, line.amounts()));
    }
    List<String> teams = List.copyOf(weights.keySet());
    Amounts[] parts =
        new LargestRemainder(Weights.whole(List.copyOf(weights.values()))).split(line.amounts());
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      String team = teams.get(i);
      shares.add(
          team.equals(Share.UNALLOCATED)
              ? unallocated(line, Stage.SHARED, method, parts[i])
              : posting.placed(Stage.SHARED, method, team, null, teamOnly(team), parts[i]));
    }
    return Posting.withoutNothing(shares);
  }

  /** Gives a credit, a refund or a discount to those whose lines it is matched to. */
  public List<Share> credit(BillLine line, List<Receiver> receivers) {
    return follow(line, Stage.CREDIT, Method.CREDIT, receivers);
  }

  /** Gives a tax to those whose lines it is matched to. */
  public List<Share> tax(BillLine line, List<Receiver> receivers) {
    return follow(line, Stage.TAX, Method.TAX, receivers);
  }

  private void weigh(
      SharedPolicy policy, Map<String, BigDecimal> base, SortedMap<String, BigDecimal> weights) {
    if (policy instanceof SharedPolicy.Fixed fixed) {
      BigDecimal rest = BigDecimal.ONE;
      for (Map.Entry<String, BigDecimal> share : fixed.shares().entrySet()) {
        put(weights, share.getKey(), share.getValue());
        rest = rest.subtract(share.getValue());
      }
      put(weights, Share.UNALLOCATED, rest);
      return;
    }
    boolean even = policy instanceof SharedPolicy.Even;
    base.forEach(
        (team, measure) -> {
          if (measure.signum() > 0 && !team.equals(dimensions.unallocatedTeam())) {
            put(weights, team, even ? BigDecimal.ONE : measure);
          }
        });
  }

  private static void put(SortedMap<String, BigDecimal> weights, String team, BigDecimal weight) {
    if (weight.signum() > 0) {
      weights.put(team, weight);
    }
  }

  private List<Share> follow(BillLine line, Stage stage, String method, List<Receiver> receivers) {
    List<Receiver> ordered =
        receivers.stream()
            .filter(receiver -> receiver.weight().signum() > 0)
            .sorted(Receiver.IN_ORDER)
            .toList();
    if (ordered.isEmpty()) {
      return List.of(unallocated(line, stage, method, line.amounts()));
    }
    List<BigDecimal> weights = ordered.stream().map(Receiver::weight).toList();
    Amounts[] parts = new LargestRemainder(Weights.whole(weights)).split(line.amounts());
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      Receiver receiver = ordered.get(i);
      shares.add(
          posting.placed(
              stage, method, target(receiver), receiver.runId(), receiver.attribution(), parts[i]));
    }
    return Posting.withoutNothing(shares);
  }

  private String target(Receiver receiver) {
    @Nullable String run = receiver.runId();
    return run == null
        ? receiver.attribution().values().getOrDefault(Dimension.TEAM, dimensions.unallocatedTeam())
        : run;
  }

  private Share unallocated(BillLine line, Stage stage, String method, Amounts amounts) {
    return posting.placed(stage, method, Share.UNALLOCATED, null, dimensions.nobody(), amounts);
  }

  private static Attribution teamOnly(String team) {
    return new Attribution(Map.of(Dimension.TEAM, team), Map.of(Dimension.TEAM, SHARED));
  }
}
