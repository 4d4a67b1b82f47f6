package io.tidemark.jobs.cost.definition;

import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Kind;
import io.tidemark.lineage.definition.Links;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Numbers;
import io.tidemark.lineage.definition.Places;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.Types;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * The kind of {@link CostAllocationDefinition}.
 *
 * <p>Its semantic hash is made of what splits a bill: not of where bills and logs are found.
 */
public final class CostAllocationKind extends Kind<CostAllocationDefinition> {
  private static final List<String> SHARED_KEYS =
      List.of(
          "service", "account", "usage_type", "operation", "region", "resource_id", "line_type");

  private static final Field<List<Fields>> BILLS =
      Field.required("bills", Types.someOf(BillTypes.bill())).physical();

  private record Usage(boolean listener, List<String> eventLogs) {}

  private static final Field<Boolean> LISTENER =
      Field.optional("listener", Types.bool()).orElse("true");
  private static final Field<List<String>> EVENT_LOGS =
      Field.optional("eventLogs", Types.listOf(Places.path())).orElse(List.of());
  private static final Field<Usage> USAGE =
      Field.optional(
              "usage",
              Types.object(
                  Shape.of(LISTENER, EVENT_LOGS),
                  usage -> {},
                  usage -> new Usage(usage.get(LISTENER), usage.get(EVENT_LOGS))))
          .orElse(Map.of())
          .physical();

  private static final Field<Measure> COST =
      Field.optional("cost", Types.choice(Measure.class)).orElse("effective");

  private static final Field<BigDecimal> CPU =
      Field.optional("cpu", Numbers.notNegative()).orElse(9);
  private static final Field<BigDecimal> MEMORY =
      Field.optional("memory", Numbers.notNegative()).orElse(1);
  private static final Field<BigDecimal> GPU =
      Field.optional("gpu", Numbers.notNegative()).orElse(0);
  private static final Field<ResourceWeights> WEIGHTS =
      Field.optional(
              "weights",
              Types.object(
                  Shape.of(CPU, MEMORY, GPU),
                  CostAllocationKind::checkWeights,
                  weights ->
                      new ResourceWeights(weights.get(CPU), weights.get(MEMORY), weights.get(GPU))))
          .orElse(Map.of());

  private static final Field<AllocationMode> MODE =
      Field.optional("mode", Types.choice(AllocationMode.class)).orElse("weighted");
  private static final Field<String> INSTANCES = Field.optional("instances", Places.file());
  private static final Field<IdlePolicy> IDLE =
      Field.optional("idle", Policies.idle()).orElse("owner");

  private static final Field<SortedMap<String, String>> MATCH =
      Field.required("match", CostTypes.matchWithTags(SHARED_KEYS));
  private static final Field<SharedPolicy> POLICY = Field.required("policy", Policies.shared());
  private static final Field<List<SharedRule>> SHARED =
      Field.optional(
              "shared",
              Types.listOf(
                  Types.object(
                      Shape.of(MATCH, POLICY),
                      CostAllocationKind::checkShared,
                      rule -> new SharedRule(rule.get(MATCH), rule.get(POLICY)))))
          .orElse(List.of());

  private static final Map<Dimension, Field<List<DimensionRule>>> RULES = rules();
  private static final Field<Map<Dimension, List<DimensionRule>>> DIMENSIONS =
      Field.optional(
              "dimensions",
              Types.object(
                  Shape.of(RULES.values().toArray(Field<?>[]::new)),
                  dimensions -> {},
                  CostAllocationKind::dimensions))
          .orElse(Map.of());

  /** For ServiceLoader. */
  public CostAllocationKind() {
    super(
        CostAllocationDefinition.KIND,
        CostAllocationDefinition.class,
        false,
        Shape.of(BILLS, USAGE, COST, WEIGHTS, MODE, INSTANCES, IDLE, SHARED, DIMENSIONS));
  }

  private static Map<Dimension, Field<List<DimensionRule>>> rules() {
    Map<Dimension, Field<List<DimensionRule>>> rules = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      rules.put(dimension, RuleTypes.field(dimension));
    }
    return rules;
  }

  private static Map<Dimension, List<DimensionRule>> dimensions(Fields given) {
    Map<Dimension, List<DimensionRule>> dimensions = new EnumMap<>(Dimension.class);
    RULES.forEach((dimension, field) -> dimensions.put(dimension, given.list(field)));
    return dimensions;
  }

  private static void checkWeights(Fields weights) {
    BigDecimal cpu = weights.find(CPU);
    BigDecimal memory = weights.find(MEMORY);
    BigDecimal gpu = weights.find(GPU);
    if (cpu != null
        && memory != null
        && gpu != null
        && cpu.signum() + memory.signum() + gpu.signum() == 0) {
      weights.error("", "BAD_VALUE", "all weights are 0", "give one above 0, as cpu: 9");
    }
  }

  private static void checkShared(Fields rule) {
    SortedMap<String, String> match = rule.find(MATCH);
    if (match != null && match.isEmpty() && rule.entries(MATCH) == 0) {
      rule.error(
          MATCH,
          "MISSING_FIELD",
          "match names nothing, and so every line",
          "give a column of the bill, as match: {service: AWSCloudTrail}");
    }
  }

  @Override
  public void check(Fields spec) {
    Set<String> names = new HashSet<>();
    List<Fields> bills = spec.list(BILLS);
    for (int i = 0; i < bills.size(); i++) {
      BillTypes.check(bills.get(i));
      String name = bills.get(i).find(BillTypes.NAME);
      if (name != null && !names.add(name)) {
        spec.error(
            spec.item(BILLS, i) + ".name",
            "DUPLICATE_ITEM",
            "The bill " + name + " stands twice in bills",
            "remove or rename one");
      }
    }
  }

  @Override
  public void link(Metadata metadata, Fields spec, Links links) {
    links.requireOnly(CostAllocationDefinition.class, metadata);
  }

  @Override
  public CostAllocationDefinition build(Metadata metadata, Fields spec) {
    Usage usage = spec.get(USAGE);
    return new CostAllocationDefinition(
        metadata,
        spec.list(BILLS).stream().map(BillTypes::build).toList(),
        usage.listener(),
        usage.eventLogs(),
        spec.get(COST),
        spec.get(WEIGHTS),
        spec.get(MODE),
        spec.find(INSTANCES),
        spec.get(IDLE),
        spec.get(SHARED),
        spec.get(DIMENSIONS));
  }
}
