package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Columns;
import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Kind;
import io.tidemark.lineage.definition.Links;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.lineage.definition.Types;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The kind of {@link LabelViewDefinition}. */
public final class LabelViewKind extends Kind<LabelViewDefinition> {
  private static final Field<Label.Function> FN =
      Field.required("fn", Types.choice(Label.Function.class));
  private static final Field<String> COLUMN = Field.optional("column", Types.column());
  private static final Field<String> WHERE = Field.optional("where", Types.predicate());
  private static final Field<Duration> HORIZON = Field.required("horizon", Types.duration());
  private static final Field<Duration> MATURITY_LAG =
      Field.optional("maturityLag", Types.duration()).orElse("PT0S");

  private static final Field<Ref> ENTITY = Field.required("entity", Types.ref());
  private static final Field<Ref> SOURCE = Field.required("source", Types.ref());
  private static final Field<SortedMap<String, String>> KEYS =
      Field.optional("keys", Types.mapOf(Types.column())).orElse(Map.of());
  private static final Field<Label> LABEL =
      Field.required(
          "label",
          Types.object(
              Shape.of(FN, COLUMN, WHERE, HORIZON, MATURITY_LAG),
              LabelViewKind::checkLabel,
              f ->
                  new Label(
                      f.get(FN),
                      f.find(COLUMN),
                      f.find(WHERE),
                      f.get(HORIZON),
                      f.get(MATURITY_LAG))));

  /** For ServiceLoader. */
  public LabelViewKind() {
    super(
        LabelViewDefinition.KIND,
        LabelViewDefinition.class,
        true,
        Shape.of(ENTITY, SOURCE, KEYS, LABEL));
  }

  private static void checkLabel(Fields label) {
    Label.Function function = label.find(FN);
    boolean countsEvents = function == Label.Function.ANY || function == Label.Function.COUNT;
    if (function != null && !countsEvents && !label.has(COLUMN)) {
      label.error("", "MISSING_FIELD", "column is missing", "only any and count can do without");
    }
  }

  @Override
  public void link(Metadata metadata, Fields spec, Links links) {
    ViewInputs inputs = ViewInputs.find(spec, links, ENTITY, SOURCE);
    if (inputs.entity() != null) {
      KeyLinks.complete(spec, KEYS, inputs.entity(), inputs.schema());
    }
    Label label = spec.find(LABEL);
    SourceDefinition source = inputs.source();
    if (source != null) {
      ViewInputs.checkEventTime(spec, SOURCE, source, "a label");
      if (label != null && label.function().needsId()) {
        ViewInputs.checkId(spec, SOURCE, source, "count and sum");
      }
      if (label != null && label.column() != null) {
        Columns.check(spec, "label.column", label.column(), inputs.schema());
      }
    }
  }

  @Override
  public LabelViewDefinition build(Metadata metadata, Fields spec) {
    return new LabelViewDefinition(
        metadata,
        spec.get(ENTITY).name(),
        spec.get(SOURCE).name(),
        new TreeMap<>(spec.get(KEYS)),
        List.copyOf(spec.order()),
        spec.get(LABEL));
  }
}
