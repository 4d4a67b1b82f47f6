package io.tidemark.featurestore.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row of a source; times in microseconds.
 *
 * @param ends validTo, for scd2 only
 * @param known NULL too where the source does not declare it
 * @param id a value for each column of the source's id, as {@code tie} for the tieBreaker's
 */
record Given(
    List<@Nullable Object> keys,
    @Nullable Long event,
    @Nullable Long ends,
    @Nullable Long known,
    boolean deleted,
    List<@Nullable Object> id,
    List<@Nullable Object> tie,
    List<@Nullable Object> values) {

  Given {
    keys = copy(keys);
    id = copy(id);
    tie = copy(tie);
    values = copy(values);
  }

  static List<@Nullable Object> copy(List<@Nullable Object> values) {
    return Collections.unmodifiableList(new ArrayList<>(values));
  }

  boolean hasKey() {
    return keys.stream().noneMatch(Objects::isNull);
  }

  Given at(@Nullable Long event) {
    return new Given(keys, event, ends, known, deleted, id, tie, values);
  }

  Given until(@Nullable Long ends) {
    return new Given(keys, event, ends, known, deleted, id, tie, values);
  }

  Given known(@Nullable Long known) {
    return new Given(keys, event, ends, known, deleted, id, tie, values);
  }

  Given with(boolean deleted, List<@Nullable Object> values) {
    return new Given(keys, event, ends, known, deleted, id, tie, values);
  }

  /** What is stored of the values. */
  List<@Nullable Object> stored() {
    return deleted ? new ArrayList<>(Collections.nCopies(values.size(), null)) : values;
  }
}
