package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.SourceQuery;
import io.tidemark.lineage.definition.TimeColumn;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows that features are looked up for.
 *
 * @param source null where a query gives the rows
 * @param query exactly if there is no source
 * @param keys entity key to spine column, for every key of every entity of the service
 * @param columns the spine columns kept, in order; {@code *} alone is all of them
 * @param label the kept column that is the label
 * @param keepNullTimestamps rows without a time stay, with NULLs, instead of refusing the run
 * @param sample null takes every row
 */
public record Spine(
    @Nullable String source,
    @Nullable SourceQuery query,
    TimeColumn timestamp,
    SortedMap<String, String> keys,
    List<String> columns,
    @Nullable String label,
    boolean keepNullTimestamps,
    @Nullable Sample sample) {

  public Spine {
    keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    columns = List.copyOf(columns);
  }

  /** The names of the sources that it reads. */
  public List<String> sources() {
    if (query != null) {
      return query.sources();
    }
    return source == null ? List.of() : List.of(source);
  }

  /** True if every column of the spine is kept. */
  public boolean allColumns() {
    return columns.equals(List.of("*"));
  }
}
