package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Columns;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.EntityDefinition;
import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.KeyColumn;
import io.tidemark.lineage.definition.Links;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.lineage.definition.SourceQuery;
import io.tidemark.lineage.definition.SqlType;
import io.tidemark.lineage.definition.Types;
import io.tidemark.quality.definition.DataRef;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a view must agree on with its entity, its source and the view that replaces it. */
final class ViewLinks {
  private final Metadata metadata;
  private final Fields spec;
  private final Links links;

  ViewLinks(Metadata metadata, Fields spec, Links links) {
    this.metadata = metadata;
    this.spec = spec;
    this.links = links;
  }

  void check() {
    ViewInputs inputs =
        ViewInputs.find(spec, links, FeatureViewKind.ENTITY, FeatureViewKind.SOURCE);
    if (inputs.entity() != null) {
      checkKeys(inputs.entity(), inputs.schema());
    }
    if (inputs.source() != null) {
      checkSource(inputs.source());
      checkColumns(inputs.schema());
    }
    SourceQuery query = spec.find(FeatureViewKind.SQL);
    if (query != null) {
      QueryLinks.find(spec, spec, "sql", query, links);
      checkTtl(Duration.ZERO, "");
    }
    checkQuality();
    checkReplacement();
  }

  private void checkQuality() {
    Quality quality = spec.find(FeatureViewKind.QUALITY);
    String name = quality == null ? null : quality.suite();
    if (name == null) {
      return;
    }
    String path = FeatureViewKind.QUALITY.name() + ".suite";
    Ref ref = new Ref(name, 0);
    links.require(QualitySuiteDefinition.KIND, ref, spec, path);
    // Where a manifest records the view, its suite is not: it decides nothing about the features.
    Declared<QualitySuiteDefinition> suite =
        links.declares(QualitySuiteDefinition.class, ref)
            ? links.find(QualitySuiteDefinition.class, ref, spec, path)
            : null;
    if (suite == null) {
      return;
    }
    DataRef dataset = suite.definition().dataset();
    Ref source = spec.find(FeatureViewKind.SOURCE);
    Ref own = new Ref(metadata.name(), metadata.version());
    boolean judgesIt =
        dataset.equals(new DataRef.OfView(own))
            || source != null && dataset.equals(new DataRef.OfSource(source.name()));
    if (!judgesIt) {
      spec.error(
          path,
          "FOREIGN_SUITE",
          "The suite "
              + name
              + " is about "
              + dataset.object()
              + ", not about this view"
              + (source == null ? "" : " or its source " + source.name()),
          "name a suite whose dataset is {view: "
              + own
              + "}"
              + (source == null ? "" : " or {source: " + source.name() + "}"));
    }
  }

  private void checkKeys(EntityDefinition entity, Map<String, SqlType> schema) {
    if (!KeyLinks.complete(spec, FeatureViewKind.KEYS, entity, schema)) {
      return;
    }
    List<String> names = entity.keys().stream().map(KeyColumn::name).toList();
    checkNames(FeatureViewKind.FEATURES, names);
    checkNames(FeatureViewKind.AGGREGATIONS, names);
  }

  private <T extends ViewOutput> void checkNames(Field<List<T>> list, List<String> keys) {
    List<T> outputs = spec.list(list);
    for (int i = 0; i < outputs.size(); i++) {
      if (keys.contains(outputs.get(i).name())) {
        spec.error(
            spec.item(list, i) + ".name",
            "NAME_CLASH",
            "The feature " + outputs.get(i).name() + " has the name of a key",
            "rename it");
      }
    }
  }

  private void checkSource(SourceDefinition source) {
    ViewInputs.checkEventTime(spec, FeatureViewKind.SOURCE, source, "a view");
    if (spec.hasItems(FeatureViewKind.AGGREGATIONS)) {
      ViewInputs.checkId(spec, FeatureViewKind.AGGREGATIONS, source, "aggregations");
    }
    checkTtl(source.availabilityLag(), " of " + source.metadata().name());
  }

  private void checkTtl(Duration lag, String of) {
    Duration ttl = spec.find(FeatureViewKind.TTL);
    Boolean exclude = spec.find(FeatureViewKind.EXCLUDE);
    if (ttl == null) {
      return;
    }
    int order = ttl.compareTo(lag);
    if (order < 0 || (order == 0 && Boolean.TRUE.equals(exclude))) {
      spec.error(
          FeatureViewKind.TTL,
          "TTL_TOO_SHORT",
          order < 0
              ? "ttl is "
                  + Types.text(ttl)
                  + ", shorter than the availabilityLag "
                  + Types.text(lag)
                  + of
              : "ttl equals the availabilityLag "
                  + Types.text(lag)
                  + of
                  + ", and equal times are excluded",
          "no value could ever be seen; make ttl longer");
    }
  }

  private void checkColumns(Map<String, SqlType> schema) {
    List<Feature> features = spec.list(FeatureViewKind.FEATURES);
    for (int i = 0; i < features.size(); i++) {
      Feature feature = features.get(i);
      String path = spec.item(FeatureViewKind.FEATURES, i) + ".column";
      Columns.check(spec, path, feature.column(), feature.type(), schema);
    }
    List<Aggregation> aggregations = spec.list(FeatureViewKind.AGGREGATIONS);
    for (int i = 0; i < aggregations.size(); i++) {
      String column = aggregations.get(i).column();
      if (column != null) {
        String path = spec.item(FeatureViewKind.AGGREGATIONS, i) + ".column";
        Columns.check(spec, path, column, schema);
      }
    }
    List<String> ties = spec.list(FeatureViewKind.TIE_BREAKER);
    for (int i = 0; i < ties.size(); i++) {
      Columns.check(spec, spec.item(FeatureViewKind.TIE_BREAKER, i), ties.get(i), schema);
    }
  }

  private void checkReplacement() {
    Ref own = new Ref(metadata.name(), metadata.version());
    List<Ref> chain = new ArrayList<>(List.of(own));
    Ref next = replacementOf(spec);
    while (next != null && !chain.contains(next)) {
      Fields other = links.spec(FeatureViewDefinition.class, next, spec, "lifecycle.replacement");
      if (other == null) {
        return;
      }
      chain.add(next);
      next = replacementOf(other);
      // Others report what their own replacements lack.
      if (next != null && !links.declares(FeatureViewDefinition.class, next)) {
        return;
      }
    }
    boolean closes = own.equals(next);
    if (closes && chain.stream().allMatch(ref -> own.compareTo(ref) <= 0)) {
      chain.add(own);
      spec.error(
          "lifecycle.replacement",
          "REPLACEMENT_CYCLE",
          "Replacements form a cycle: "
              + String.join(" -> ", chain.stream().map(Ref::toString).toList()),
          "let it end at a view that is not replaced");
    }
  }

  private static @Nullable Ref replacementOf(Fields spec) {
    Lifecycle lifecycle = spec.find(FeatureViewKind.LIFECYCLE);
    return lifecycle == null ? null : lifecycle.replacement();
  }
}
