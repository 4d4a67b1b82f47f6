package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Ref;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a service takes from one view.
 *
 * @param select names of features, in order; {@code *} is already expanded
 * @param as feature to alias, for those that have one
 */
public record ServiceEntry(
    Ref view, List<String> select, String prefix, SortedMap<String, String> as) {

  public ServiceEntry {
    select = List.copyOf(select);
    as = Collections.unmodifiableSortedMap(new TreeMap<>(as));
  }

  /** The column that a selected feature becomes: prefix and alias, else name. */
  public String column(String feature) {
    return prefix + as.getOrDefault(feature, feature);
  }
}
