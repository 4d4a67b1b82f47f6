package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.Amounts;
import io.tidemark.jobs.cost.bill.BillLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A machine whose pods the bill measures: its lines are split by the cost of each pod, what no pod
 * used is idle. The rows of the pods carry no money themselves.
 */
final class MachinePool implements Pool {
  static final TagKey APPLICATION = TagKey.of("spark-app-selector");

  private final LineAllocator allocator;
  private final PoolRuns runs;
  private final SortedMap<String, BigDecimal> weights = new TreeMap<>(CodePoints.ORDER);
  private final Map<String, BillLine> pods = new HashMap<>();
  private final List<String> keys;
  private final LargestRemainder remainder;

  MachinePool(LineAllocator allocator, Collection<BillLine> lines, PoolRuns runs) {
    this.allocator = allocator;
    this.runs = runs;
    List<BillLine> ordered =
        lines.stream()
            .sorted(Comparator.comparing(BillLine::deliveryId).thenComparing(BillLine::line))
            .toList();
    ordered.stream().filter(MachinePool::isPod).forEach(this::learn);
    add(Share.IDLE, unmeasured(ordered));
    if (weights.isEmpty()) {
      weights.put(Share.IDLE, BigDecimal.ONE);
    }
    this.keys = List.copyOf(weights.keySet());
    this.remainder = new LargestRemainder(Weights.whole(List.copyOf(weights.values())));
  }

  private void learn(BillLine pod) {
    String key = runOf(pod).map(RunFacts::runId).orElse(pod.resourceId());
    BigDecimal used = pod.detail().splitCost();
    if (key == null) {
      add(Share.IDLE, used);
    } else {
      add(key, used);
      pods.putIfAbsent(key, pod);
    }
    add(Share.IDLE, pod.detail().unusedCost());
  }

  private void add(String key, @Nullable BigDecimal weight) {
    if (weight != null && weight.signum() > 0) {
      weights.merge(key, weight, BigDecimal::add);
    }
  }

  /** What the machine cost beyond all that its pods' rows tell. */
  private BigDecimal unmeasured(List<BillLine> lines) {
    List<BillLine> own = lines.stream().filter(line -> !isPod(line)).toList();
    List<BillLine> hours = own.stream().filter(CapacityLines::isMachine).toList();
    BigDecimal cost =
        (hours.isEmpty() ? own : hours)
            .stream()
                .map(line -> line.amounts().effective())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    return weights.values().stream().reduce(cost, BigDecimal::subtract);
  }

  private Optional<RunFacts> runOf(BillLine pod) {
    return new LineTags(pod.tags()).get(APPLICATION).flatMap(runs::named);
  }

  private static boolean isPod(BillLine line) {
    return line.detail().splitParent() != null;
  }

  @Override
  public SortedSet<String> unknownMachines() {
    return Collections.unmodifiableSortedSet(new TreeSet<>());
  }

  @Override
  public List<Share> shares(BillLine line) {
    if (isPod(line) || allocator.stage(line) != Stage.DIRECT) {
      return allocator.alone(line);
    }
    Amounts[] parts = remainder.split(line.amounts());
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      BillLine pod = pods.get(keys.get(i));
      shares.add(pod == null ? idle(line, parts[i]) : used(keys.get(i), pod, parts[i]));
    }
    return Posting.withoutNothing(shares);
  }

  private Share idle(BillLine line, Amounts part) {
    Attribution owner = allocator.dimensions().of(line);
    return allocator.posting().placed(Stage.IDLE, Method.SPLIT_COST, Share.IDLE, null, owner, part);
  }

  private Share used(String key, BillLine pod, Amounts part) {
    @Nullable RunFacts run = runOf(pod).orElse(null);
    DimensionRules rules = allocator.dimensions();
    Attribution attribution = rules.of(rules.valuesOf(pod, new LineTags(pod.tags())), run);
    return allocator
        .posting()
        .placed(
            Stage.USAGE,
            Method.SPLIT_COST,
            key,
            run == null ? null : run.runId(),
            attribution,
            part);
  }
}
