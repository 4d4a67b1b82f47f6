package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.Amounts;
import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.bill.Category;
import io.tidemark.jobs.cost.usage.ExecutorLife;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The lines of a cluster, split by what its runs held of its capacity in the window of each line.
 */
final class ClusterPool implements Pool {
  private final LineAllocator allocator;
  private final PoolRuns runs;
  private final PoolLives demanding;
  private final CapacityLines capacityLines;
  private final LineTags clusterTags = new LineTags(Map.of());
  private final Weighing weighing;
  private final String method;
  private final IdlePassing idlePassing;
  private final Map<Window, Capacity> capacities = new HashMap<>();
  private final Map<Window, WindowSplit> splits = new HashMap<>();
  private final Map<DimensionRules.LineValues, Map<String, Attribution>> attributions =
      new HashMap<>();

  ClusterPool(
      LineAllocator allocator,
      String cluster,
      Collection<BillLine> lines,
      Collection<ExecutorLife> lives,
      PoolRuns runs) {
    this.allocator = allocator;
    this.runs = runs;
    this.capacityLines = new CapacityLines(allocator.machines());
    this.weighing = Weighing.of(allocator.rules().mode(), allocator.rules().weights());
    this.method = Method.of(allocator.rules().mode());
    this.idlePassing = new IdlePassing(allocator.rules().idle(), allocator.posting());
    Set<String> billedAlone =
        lines.stream()
            .map(line -> EmrResource.of(line).jobRun())
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    this.demanding =
        new PoolLives(
            lives,
            life ->
                life.clusterId().equals(cluster)
                    && !billedAlone.contains(life.appId())
                    && !billedAlone.contains(life.runId()));
    lines.stream()
        .sorted(Comparator.comparing(BillLine::deliveryId).thenComparing(BillLine::line))
        .forEach(this::learn);
  }

  private void learn(BillLine line) {
    clusterTags.addMissing(line.tags());
    capacityLines
        .of(line)
        .ifPresent(
            capacity ->
                Window.of(line)
                    .forEach(window -> capacities.merge(window, capacity, Capacity::plus)));
  }

  @Override
  public SortedSet<String> unknownMachines() {
    return capacityLines.unknown();
  }

  @Override
  public List<Share> shares(BillLine line) {
    LineTags tags = new LineTags(line.tags(), clusterTags);
    Optional<String> jobRun = EmrResource.of(line).jobRun();
    boolean split =
        allocator.stage(line) == Stage.DIRECT
            && line.category() == Category.USAGE
            && line.detail().splitParent() == null
            && jobRun.isEmpty();
    if (!split) {
      return allocator.alone(line, tags, jobRun.flatMap(runs::named).orElse(null));
    }
    DimensionRules.LineValues values = allocator.dimensions().valuesOf(line, tags);
    Attribution owner = allocator.dimensions().of(values, null);
    return Window.of(line).stream()
        .filter(capacities::containsKey)
        .findFirst()
        .map(window -> split(line, splits.computeIfAbsent(window, this::splitOf), values, owner))
        .orElseGet(() -> List.of(withoutCapacity(line, owner)));
  }

  private WindowSplit splitOf(Window window) {
    Capacity capacity = capacities.get(window);
    if (capacity == null) {
      throw new IllegalArgumentException("a window without capacity: " + window);
    }
    return WindowSplit.of(demanding.during(window), window, capacity, weighing);
  }

  private Share withoutCapacity(BillLine line, Attribution owner) {
    return allocator
        .posting()
        .placed(Stage.USAGE, Method.NO_CAPACITY, Share.UNALLOCATED, null, owner, line.amounts());
  }

  private List<Share> split(
      BillLine line, WindowSplit split, DimensionRules.LineValues values, Attribution owner) {
    Map<String, Attribution> known = attributions.computeIfAbsent(values, key -> new HashMap<>());
    Function<String, Attribution> ofRun =
        run -> known.computeIfAbsent(run, id -> allocator.dimensions().of(values, runs.get(id)));
    Amounts[] parts = split.remainder().split(line.amounts());
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      String key = split.all().keys().get(i);
      if (key.equals(Share.IDLE)) {
        shares.add(
            allocator.posting().placed(Stage.IDLE, method, Share.IDLE, null, owner, parts[i]));
        shares.addAll(idlePassing.passOn(parts[i], owner, split.runs(), ofRun));
      } else {
        shares.add(
            allocator.posting().placed(Stage.USAGE, method, key, key, ofRun.apply(key), parts[i]));
      }
    }
    return Posting.withoutNothing(shares);
  }
}
