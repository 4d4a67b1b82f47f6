package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.definition.CostAllocationDefinition;
import io.tidemark.jobs.cost.usage.ExecutorLife;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives every line of a bill to those who are to bear it, up to the stages that follow the money
 * already placed ({@link LateStages}).
 *
 * <p>A line belongs to the machine pool of {@link PoolKey#machine} where a split-cost row has that
 * key, else to the cluster pool of {@link PoolKey#cluster}, else it stands alone. A cluster's pool
 * is to see all lines of its cluster, those of later stages too: their tags count.
 */
public final class LineAllocator {
  private final CostAllocationDefinition rules;
  private final Map<String, MachineSize> machines;
  private final SharedMatcher shared;
  private final DimensionRules dimensions;
  private final Posting posting;

  /**
   * By a project's rules.
   *
   * @param machines type of machine to its size, for where the bill is silent
   */
  public LineAllocator(CostAllocationDefinition rules, Map<String, MachineSize> machines) {
    this.rules = rules;
    this.machines = Map.copyOf(machines);
    this.shared = new SharedMatcher(rules.shared());
    this.dimensions = new DimensionRules(rules.dimensions());
    this.posting = new Posting(rules.cost());
  }

  /**
   * The stage that a line's money is placed in; {@link Stage#DIRECT} also stands for usage and
   * idle, which only its pool tells apart.
   */
  public Stage stage(BillLine line) {
    if (line.detail().splitParent() != null) {
      return Stage.DIRECT;
    }
    return switch (line.category()) {
      case TAX -> Stage.TAX;
      case CREDIT, REFUND, DISCOUNT -> Stage.CREDIT;
      case USAGE, PURCHASE -> {
        if (shared.of(line).isPresent()) {
          yield Stage.SHARED;
        }
        yield line.detail().commitmentUnused() ? Stage.COMMITMENT : Stage.DIRECT;
      }
    };
  }

  /** The share of a line of no pool, of the stages direct and commitment. */
  public List<Share> alone(BillLine line) {
    return alone(line, new LineTags(line.tags()), null);
  }

  /**
   * The pool of a cluster.
   *
   * @param lines all that have the key
   * @param lives of executors of that cluster, and of those runs whose application or run id a job
   *     run among the lines has
   * @param registered run id to what the registry says of the run, field by field
   */
  public Pool cluster(
      PoolKey.Cluster key,
      Collection<BillLine> lines,
      Collection<ExecutorLife> lives,
      Map<String, Map<String, String>> registered) {
    return new ClusterPool(this, key.cluster(), lines, lives, new PoolRuns(lives, registered));
  }

  /**
   * The pool of a machine in an hour.
   *
   * @param lines the split-cost rows of the machine and its own lines
   * @param lives of those runs whose application a {@code spark-app-selector} tag of a row names
   * @param registered run id to what the registry says of the run, field by field
   */
  public Pool machine(
      Collection<BillLine> lines,
      Collection<ExecutorLife> lives,
      Map<String, Map<String, String>> registered) {
    return new MachinePool(this, lines, new PoolRuns(lives, registered));
  }

  /**
   * The share of a line that is not split.
   *
   * @param run who gets it; null where no run is named
   */
  List<Share> alone(BillLine line, LineTags tags, @Nullable RunFacts run) {
    Stage stage = stage(line);
    return switch (stage) {
      case DIRECT -> List.of(direct(line, tags, run));
      case COMMITMENT -> List.of(commitment(line));
      default ->
          throw new IllegalArgumentException("a line of stage " + stage.word() + ": " + line);
    };
  }

  private Share direct(BillLine line, LineTags tags, @Nullable RunFacts run) {
    Attribution attribution = dimensions.of(dimensions.valuesOf(line, tags), run);
    if (run != null) {
      return posting.placed(
          Stage.DIRECT, Method.DIRECT, run.runId(), run.runId(), attribution, line.amounts());
    }
    String resource = line.resourceId();
    boolean named = resource != null && !DimensionRules.isNobodys(attribution);
    return posting.placed(
        Stage.DIRECT,
        Method.DIRECT,
        named ? resource : Share.UNALLOCATED,
        null,
        attribution,
        line.amounts());
  }

  /** By the line's own tags: a plan is not the cluster's. */
  private Share commitment(BillLine line) {
    String plan =
        line.detail().commitment() == null ? line.resourceId() : line.detail().commitment();
    return posting.placed(
        Stage.COMMITMENT,
        Method.COMMITMENT,
        plan == null ? Share.UNALLOCATED : plan,
        null,
        dimensions.of(line),
        line.amounts());
  }

  CostAllocationDefinition rules() {
    return rules;
  }

  Map<String, MachineSize> machines() {
    return machines;
  }

  DimensionRules dimensions() {
    return dimensions;
  }

  Posting posting() {
    return posting;
  }
}
