package io.tidemark.jobs.cost.definition;

import io.tidemark.lineage.definition.Definition;
import io.tidemark.lineage.definition.Metadata;
import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a project's bills are read and split; a project has one at most.
 *
 * @param listener whether runs record their executors themselves
 * @param eventLogs paths or URIs of Spark event logs, globs and folders allowed
 * @param cost which of the four costs is the measure
 * @param instances the file of instance sizes: type, vcpu, memory_gib, gpu; null for none
 * @param dimensions the rules of every dimension, in order; one that the file leaves out has its
 *     default rules: the run's field, then the tag of its name
 */
public record CostAllocationDefinition(
    Metadata metadata,
    List<BillSource> bills,
    boolean listener,
    List<String> eventLogs,
    Measure cost,
    ResourceWeights weights,
    AllocationMode mode,
    @Nullable String instances,
    IdlePolicy idle,
    List<SharedRule> shared,
    Map<Dimension, List<DimensionRule>> dimensions)
    implements Definition, Serializable {
  public static final String KIND = "CostAllocation";

  public CostAllocationDefinition {
    bills = List.copyOf(bills);
    eventLogs = List.copyOf(eventLogs);
    shared = List.copyOf(shared);
    EnumMap<Dimension, List<DimensionRule>> rules = new EnumMap<>(Dimension.class);
    dimensions.forEach((dimension, list) -> rules.put(dimension, List.copyOf(list)));
    dimensions = Collections.unmodifiableMap(rules);
  }

  @Override
  public String kind() {
    return KIND;
  }
}
