package io.tidemark.featurestore.oracle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a feature table.
 *
 * @param tie what orders rows of equal event time and known-at: the tieBreaker, else the id
 * @param seq the ordinal of the materialisation that brought it
 */
record Stored(
    List<@Nullable Object> keys,
    long event,
    long known,
    boolean deleted,
    List<@Nullable Object> id,
    List<@Nullable Object> tie,
    List<@Nullable Object> values,
    int seq) {

  /** What corrections of one row have in common. */
  List<Object> place() {
    return List.of(keys, event, id, tie);
  }

  List<Object> content() {
    return List.of(deleted, values);
  }

  Stored knownAt(long at) {
    return new Stored(keys, event, at, deleted, id, tie, values, seq);
  }
}
