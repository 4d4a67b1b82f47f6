package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Definition;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Sensitivity;
import io.tidemark.lineage.definition.SourceQuery;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Features of one entity, read from a source or a query.
 *
 * @param source null where a query gives the rows
 * @param query exactly if there is no source; its columns are the keys, {@code event_ts}, perhaps
 *     {@code known_at}, and the features
 * @param keys entity key to source column, complete
 * @param keyOrder the entity's keys in the entity's order
 * @param ttl how long a value counts; null is for ever, zero only at its own instant
 * @param excludeEqualTimestamps an event at the very time asked for does not count
 * @param tieBreaker the columns declared; empty if none are, then the source's id breaks ties
 */
public record FeatureViewDefinition(
    Metadata metadata,
    String entity,
    @Nullable String source,
    @Nullable SourceQuery query,
    SortedMap<String, String> keys,
    List<String> keyOrder,
    @Nullable Duration ttl,
    boolean excludeEqualTimestamps,
    List<String> tieBreaker,
    List<Feature> features,
    List<Aggregation> aggregations,
    Quality quality,
    Materialize materialize,
    Lifecycle lifecycle)
    implements Definition {
  public static final String KIND = "FeatureView";

  public FeatureViewDefinition {
    keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    keyOrder = List.copyOf(keyOrder);
    tieBreaker = List.copyOf(tieBreaker);
    features = List.copyOf(features);
    aggregations = List.copyOf(aggregations);
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** The name of its table in {@code features}. */
  public String tableName() {
    return metadata.name() + "_v" + metadata.version();
  }

  /** The names of the sources that it reads. */
  public List<String> sources() {
    if (query != null) {
      return query.sources();
    }
    return source == null ? List.of() : List.of(source);
  }

  /** What a service can select, as declared: features, then aggregations. */
  public List<ViewOutput> outputs() {
    return Stream.<ViewOutput>concat(features.stream(), aggregations.stream()).toList();
  }

  /** The view's class: the highest of its features. */
  public Sensitivity sensitivity() {
    return outputs().stream()
        .map(ViewOutput::sensitivity)
        .max(Sensitivity::compareTo)
        .orElse(Sensitivity.INTERNAL);
  }
}
