package io.tidemark.featurestore.definition;

import static io.tidemark.lineage.definition.Types.choice;
import static io.tidemark.lineage.definition.Types.column;
import static io.tidemark.lineage.definition.Types.duration;
import static io.tidemark.lineage.definition.Types.innerName;
import static io.tidemark.lineage.definition.Types.integer;
import static io.tidemark.lineage.definition.Types.listOf;
import static io.tidemark.lineage.definition.Types.mapOf;
import static io.tidemark.lineage.definition.Types.object;
import static io.tidemark.lineage.definition.Types.ref;
import static io.tidemark.lineage.definition.Types.sqlType;
import static io.tidemark.lineage.definition.Types.text;
import static io.tidemark.lineage.definition.Types.uniqueOf;

import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Kind;
import io.tidemark.lineage.definition.Links;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Sensitivity;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.SourceQuery;
import io.tidemark.lineage.definition.SqlType;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The kind of {@link FeatureViewDefinition}. */
public final class FeatureViewKind extends Kind<FeatureViewDefinition> {
  private static final Field<String> NAME = Field.required("name", innerName());
  private static final Field<SqlType> TYPE = Field.required("type", sqlType());
  private static final Field<String> COLUMN = Field.optional("column", column());
  private static final Field<Sensitivity> SENSITIVITY =
      Field.optional("sensitivity", choice(Sensitivity.class)).orElse("internal").physical();
  private static final Field<String> DESCRIPTION =
      Field.optional("description", text()).orElse("").physical();

  static final Field<Ref> ENTITY = Field.required("entity", ref());
  static final Field<SourceQuery> SQL = Field.optional("sql", SourceQuery.type());
  static final Field<Ref> SOURCE = Field.required("source", ref()).unless(SQL);
  static final Field<SortedMap<String, String>> KEYS =
      Field.optional("keys", mapOf(column())).orElse(Map.of());
  static final Field<Duration> TTL = Field.optional("ttl", duration());
  static final Field<Boolean> EXCLUDE =
      Field.optional("equalTimestamps", choice("include", "exclude")).orElse("include");
  static final Field<List<String>> TIE_BREAKER =
      Field.optional("tieBreaker", uniqueOf(column())).orElse(List.of());
  static final Field<List<Feature>> FEATURES =
      Field.optional(
          "features",
          listOf(
              object(
                  Shape.of(NAME, TYPE, COLUMN, SENSITIVITY, DESCRIPTION),
                  FeatureViewKind::completeFeature,
                  f ->
                      new Feature(
                          f.get(NAME),
                          f.get(TYPE),
                          f.get(COLUMN),
                          f.get(SENSITIVITY),
                          f.get(DESCRIPTION)))));
  static final Field<List<Aggregation>> AGGREGATIONS =
      Field.optional("aggregations", listOf(Aggregations.type()));

  private static final Field<Ref> SUITE = Field.required("suite", ref());
  private static final Field<Quality.OnFailure> ON_FAILURE =
      Field.optional("onFailure", choice(Quality.OnFailure.class)).orElse("fail");
  static final Field<Quality> QUALITY =
      Field.optional(
              "quality",
              object(
                  Shape.of(SUITE, ON_FAILURE),
                  f -> {},
                  f -> new Quality(f.get(SUITE).name(), f.get(ON_FAILURE))))
          .physical();

  private static final Field<Duration> LOOKBACK =
      Field.optional("lookback", duration()).orElse("PT0S");
  private static final Field<Integer> BUCKETS =
      Field.optional("buckets", integer(1, 65536)).orElse(8);
  private static final Field<Materialize> MATERIALIZE =
      Field.optional(
              "materialize",
              object(
                  Shape.of(LOOKBACK, BUCKETS),
                  f -> {},
                  f -> new Materialize(f.get(LOOKBACK), f.get(BUCKETS))))
          .orElse(Map.of())
          .physical();
  static final Field<Lifecycle> LIFECYCLE =
      Field.optional("lifecycle", Lifecycles.TYPE).orElse(Map.of()).physical();

  private static final Shape SPEC =
      Shape.of(
          ENTITY,
          SOURCE,
          SQL,
          KEYS,
          TTL,
          EXCLUDE,
          TIE_BREAKER,
          FEATURES,
          AGGREGATIONS,
          QUALITY,
          MATERIALIZE,
          LIFECYCLE);

  /** For ServiceLoader. */
  public FeatureViewKind() {
    super(FeatureViewDefinition.KIND, FeatureViewDefinition.class, true, SPEC);
  }

  private static void completeFeature(Fields feature) {
    String name = feature.find(NAME);
    if (name != null && !feature.has(COLUMN)) {
      feature.set(COLUMN, name, name);
    }
  }

  @Override
  public void check(Fields spec) {
    boolean unreadable =
        spec.has(FEATURES) && spec.find(FEATURES) == null
            || spec.has(AGGREGATIONS) && spec.find(AGGREGATIONS) == null;
    if (unreadable) {
      return;
    }
    if (!spec.hasItems(AGGREGATIONS) && !spec.hasItems(FEATURES)) {
      spec.error(
          FEATURES,
          "MISSING_FIELD",
          "The view has no features",
          "give features: [{name, type}], or aggregations: [{name, fn, window}]");
    }
    Set<String> seen = new HashSet<>();
    checkNames(spec, FEATURES, seen);
    checkNames(spec, AGGREGATIONS, seen);
    if (spec.has(SQL)) {
      QueryLinks.checkView(spec);
    }
  }

  private static <T extends ViewOutput> void checkNames(
      Fields spec, Field<List<T>> list, Set<String> seen) {
    List<T> outputs = spec.list(list);
    for (int i = 0; i < outputs.size(); i++) {
      String name = outputs.get(i).name();
      if (!seen.add(name)) {
        spec.error(
            spec.item(list, i) + ".name",
            "DUPLICATE_ITEM",
            "The feature " + name + " stands twice in the view",
            "remove or rename one");
      }
    }
  }

  @Override
  public void link(Metadata metadata, Fields spec, Links links) {
    new ViewLinks(metadata, spec, links).check();
  }

  @Override
  public FeatureViewDefinition build(Metadata metadata, Fields spec) {
    Quality quality = spec.find(QUALITY);
    SortedMap<String, String> keys = spec.get(KEYS);
    return new FeatureViewDefinition(
        metadata,
        spec.get(ENTITY).name(),
        spec.find(SQL) == null ? spec.get(SOURCE).name() : null,
        spec.find(SQL),
        new TreeMap<>(keys),
        List.copyOf(spec.order()),
        spec.find(TTL),
        spec.get(EXCLUDE),
        spec.get(TIE_BREAKER),
        spec.list(FEATURES),
        spec.list(AGGREGATIONS),
        quality == null ? new Quality(null, Quality.OnFailure.FAIL) : quality,
        spec.get(MATERIALIZE),
        spec.get(LIFECYCLE));
  }
}
