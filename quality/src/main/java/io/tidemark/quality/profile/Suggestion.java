package io.tidemark.quality.profile;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/**
 * A rule that data propose.
 *
 * @param name what its id ends with
 * @param column the column it is about; null for the table
 * @param fields its own fields as YAML, in the order of the file
 * @param observed whether it only says what was seen, which other data may leave without being bad;
 *     a violation is a warning then
 * @param evidence what was counted
 * @param violated true of a row that it is wrong about, where only the rows can tell
 */
record Suggestion(
    String name,
    @Nullable String column,
    String type,
    Map<String, String> fields,
    boolean observed,
    String evidence,
    @Nullable Column violated) {

  /** A rule that the profile proves. */
  static Suggestion of(String name, @Nullable String column, String type, String evidence) {
    return new Suggestion(name, column, type, Map.of(), false, evidence, null);
  }

  /** The same with one field more. */
  Suggestion with(String field, String yaml) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(field, yaml);
    return new Suggestion(name, column, type, more, observed, evidence, violated);
  }

  /** The same as a warning. */
  Suggestion asObserved() {
    return new Suggestion(name, column, type, fields, true, evidence, violated);
  }

  /** The same, to be checked by the rows. */
  Suggestion unless(Column wrong) {
    return new Suggestion(name, column, type, fields, observed, evidence, wrong);
  }
}
