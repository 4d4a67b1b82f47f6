package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.definition.AllocationMode;
import io.tidemark.jobs.cost.definition.CostAllocationDefinition;
import io.tidemark.jobs.cost.definition.Dimension;
import io.tidemark.jobs.cost.definition.DimensionRule;
import io.tidemark.jobs.cost.definition.IdlePolicy;
import io.tidemark.jobs.cost.definition.Measure;
import io.tidemark.jobs.cost.definition.ResourceWeights;
import io.tidemark.jobs.cost.definition.SharedRule;
import io.tidemark.lineage.definition.Metadata;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rules of a project, step by step; what is not said is as where a file says nothing. */
final class RulesOf {
  private Measure measure = Measure.EFFECTIVE;
  private ResourceWeights weights =
      new ResourceWeights(BigDecimal.valueOf(9), BigDecimal.ONE, BigDecimal.ZERO);
  private AllocationMode mode = AllocationMode.WEIGHTED;
  private IdlePolicy idle = new IdlePolicy.Owner();
  private final List<SharedRule> shared = new ArrayList<>();
  private final Map<Dimension, List<DimensionRule>> dimensions = new EnumMap<>(Dimension.class);

  RulesOf measure(Measure cost) {
    measure = cost;
    return this;
  }

  RulesOf weights(String cpu, String memory, String gpu) {
    weights = new ResourceWeights(new BigDecimal(cpu), new BigDecimal(memory), new BigDecimal(gpu));
    return this;
  }

  RulesOf mode(AllocationMode how) {
    mode = how;
    return this;
  }

  RulesOf idle(IdlePolicy policy) {
    idle = policy;
    return this;
  }

  RulesOf shared(SharedRule rule) {
    shared.add(rule);
    return this;
  }

  RulesOf dimension(Dimension dimension, DimensionRule... rules) {
    dimensions.put(dimension, List.of(rules));
    return this;
  }

  CostAllocationDefinition get() {
    return new CostAllocationDefinition(
        new Metadata("aws", 0, "finance", "platform", "shared", "", new TreeMap<>()),
        List.of(),
        true,
        List.of(),
        measure,
        weights,
        mode,
        null,
        idle,
        shared,
        dimensions);
  }
}
