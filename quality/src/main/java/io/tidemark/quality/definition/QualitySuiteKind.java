package io.tidemark.quality.definition;

import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Kind;
import io.tidemark.lineage.definition.Links;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Numbers;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.Types;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The kind of {@link QualitySuiteDefinition}.
 *
 * <p>Its semantic hash is made of the dataset, the filter, the rules with the defaults filled in,
 * and the semantic hashes of all sources that it names.
 */
public final class QualitySuiteKind extends Kind<QualitySuiteDefinition> {
  private static final Field<Fields> DATASET =
      Field.required("dataset", Types.fields(DataRefs.shape()));
  private static final Field<String> FILTER = Field.optional("filter", Types.predicate());
  // The rules carry them already.
  private static final Field<Fields> DEFAULTS =
      Field.optional("defaults", Types.fields(RuleFields.DEFAULTS)).orElse(Map.of()).physical();
  private static final Field<BigDecimal> MAX_QUARANTINE_RATIO =
      Field.optional("maxQuarantineRatio", Numbers.fraction()).orElse("0.05");
  private static final Field<List<Fields>> RULES =
      Field.required("rules", Types.someOf(RuleFields.type()));
  private static final Field<List<RuleTest>> TESTS =
      Field.optional("tests", Types.listOf(RuleTests.TYPE)).orElse(List.of()).physical();

  /** For ServiceLoader. */
  public QualitySuiteKind() {
    super(
        QualitySuiteDefinition.KIND,
        QualitySuiteDefinition.class,
        false,
        Shape.of(DATASET, FILTER, DEFAULTS, MAX_QUARANTINE_RATIO, RULES, TESTS));
  }

  @Override
  public void check(Fields spec) {
    Fields dataset = spec.find(DATASET);
    if (dataset != null) {
      DataRefs.check(dataset, DATASET.name());
    }
    Fields defaults = spec.find(DEFAULTS);
    List<Fields> rules = spec.list(RULES);
    Map<String, String> types = new LinkedHashMap<>();
    boolean complete = rules.size() == spec.items(RULES);
    for (int i = 0; i < rules.size(); i++) {
      Fields rule = rules.get(i);
      RuleFields.check(rule);
      if (defaults != null) {
        RuleFields.inherit(rule, defaults);
      }
      String id = rule.find(RuleFields.ID);
      if (id == null) {
        complete = false;
      } else if (types.putIfAbsent(id, rule.get(RuleFields.TYPE)) != null) {
        spec.error(
            spec.item(RULES, i) + ".id",
            "DUPLICATE_ITEM",
            "The rule " + id + " stands twice in the suite",
            "remove or rename one");
      }
    }
    RuleTests.check(spec, TESTS, types, complete);
  }

  @Override
  public void link(Metadata metadata, Fields spec, Links links) {
    Fields dataset = spec.find(DATASET);
    if (dataset != null) {
      DataRefs.link(dataset, spec, links);
    }
    for (Fields rule : spec.list(RULES)) {
      Fields to = rule.find(RowRules.TO);
      if (to != null) {
        DataRefs.link(to, spec, links);
      }
      String sql = rule.find(TableRules.SQL);
      if (sql != null) {
        DataRefs.linkQuery(sql, rule, TableRules.SQL, spec, links);
      }
    }
  }

  @Override
  public QualitySuiteDefinition build(Metadata metadata, Fields spec) {
    String filter = spec.find(FILTER);
    return new QualitySuiteDefinition(
        metadata,
        DataRefs.build(spec.get(DATASET)),
        filter,
        spec.get(MAX_QUARANTINE_RATIO).doubleValue(),
        spec.list(RULES).stream().map(rule -> RuleFields.build(rule, filter)).toList(),
        spec.get(TESTS));
  }
}
