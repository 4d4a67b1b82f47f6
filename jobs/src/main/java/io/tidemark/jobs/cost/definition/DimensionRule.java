package io.tidemark.jobs.cost.definition;

import java.io.Serializable;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One place where a dimension's value may stand; the first rule that gives one wins. */
public sealed interface DimensionRule extends Serializable {

  /** What provenance calls it. */
  default String word() {
    String name = getClass().getSimpleName();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  /** A field of the run, as it was registered or as its log says. */
  record Run(String field) implements DimensionRule {}

  /**
   * A tag of the line.
   *
   * @param map tag value to dimension value; null takes the tag's value itself
   */
  record Tag(String key, @Nullable SortedMap<String, String> map) implements DimensionRule {
    public Tag {
      map = map == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
  }

  /** Found in the resource id: group 1, or the whole match where there is none. */
  record Arn(Pattern pattern) implements DimensionRule {}

  /** The usage account. */
  record Account(SortedMap<String, String> map) implements DimensionRule {
    public Account {
      map = Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
  }

  /** Found in the application's name: group 1, or the whole match where there is none. */
  record AppName(Pattern pattern) implements DimensionRule {}

  /** What it is where nothing else says. */
  record Default(String value) implements DimensionRule {}
}
