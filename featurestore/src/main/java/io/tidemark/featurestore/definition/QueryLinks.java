package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Links;
import io.tidemark.lineage.definition.Nearest;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.lineage.definition.SourceQuery;
import java.util.List;
import java.util.SortedMap;

/** What definitions whose rows come from a query must agree on. */
final class QueryLinks {
  private QueryLinks() {}

  /**
   * Finds the sources that a query names; what they mean is part of what the document means.
   *
   * @param spec of the document
   * @param at the map whose field, at a path, the query is
   */
  static void find(Fields spec, Fields at, String path, SourceQuery query, Links links) {
    for (String name : query.sources()) {
      Declared<SourceDefinition> source =
          links.find(SourceDefinition.class, new Ref(name, 0), at, path);
      if (source != null) {
        links.hashWith(spec, "source:" + name, source);
      }
    }
  }

  /** Refuses in a view what only a source can give; the query's columns have the view's names. */
  static void checkView(Fields spec) {
    if (spec.hasItems(FeatureViewKind.AGGREGATIONS)) {
      spec.error(
          FeatureViewKind.AGGREGATIONS,
          "CONFLICT",
          "A view over sql has no aggregations: its rows have no id to tell events apart",
          "aggregate in the query, or let the view read a source with an id");
    }
    SortedMap<String, String> keys = spec.find(FeatureViewKind.KEYS);
    if (keys != null) {
      keys.forEach(
          (key, column) -> {
            if (!key.equals(column)) {
              renamed(spec, "keys." + key, column, key);
            }
          });
    }
    List<Feature> features = spec.list(FeatureViewKind.FEATURES);
    for (int i = 0; i < features.size(); i++) {
      Feature feature = features.get(i);
      if (!feature.column().equals(feature.name())) {
        String path = spec.item(FeatureViewKind.FEATURES, i) + ".column";
        renamed(spec, path, feature.column(), feature.name());
      }
    }
    checkTies(spec, features.stream().map(Feature::name).toList());
  }

  private static void checkTies(Fields spec, List<String> features) {
    List<String> ties = spec.list(FeatureViewKind.TIE_BREAKER);
    for (int i = 0; i < ties.size(); i++) {
      if (!features.contains(ties.get(i))) {
        spec.error(
            spec.item(FeatureViewKind.TIE_BREAKER, i),
            "UNKNOWN_COLUMN",
            "The query yields no column '" + ties.get(i) + "' to break ties by",
            Nearest.hint(ties.get(i), features).orElse("name one of the features"));
      }
    }
  }

  private static void renamed(Fields spec, String path, String column, String name) {
    spec.error(
        path,
        "CONFLICT",
        "The query of a view yields its columns by their own names, and this is '" + column + "'",
        "remove it, and write AS " + name + " in the query");
  }
}
