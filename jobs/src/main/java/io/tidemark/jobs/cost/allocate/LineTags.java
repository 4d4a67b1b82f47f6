package io.tidemark.jobs.cost.allocate;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tags of a line, found by key in whatever form: an exact key beats a folded one. Blanks and
 * what bills write for nothing are absent.
 */
final class LineTags {
  private final Map<String, String> exact = new HashMap<>();
  private final Map<String, String> folded = new HashMap<>();
  private final @Nullable LineTags rest;

  /** Tags of a line alone. */
  LineTags(Map<String, String> tags) {
    this(tags, null);
  }

  /**
   * Tags of a line, completed key by key.
   *
   * @param rest who is asked for keys that the line lacks; null for nobody
   */
  LineTags(Map<String, String> tags, @Nullable LineTags rest) {
    this.rest = rest;
    tags.forEach(
        (key, value) -> {
          if (Blank.isSaid(value)) {
            TagKey known = TagKey.of(key);
            exact.putIfAbsent(known.plain(), value);
            folded.putIfAbsent(known.folded(), value);
          }
        });
  }

  /** Takes over what it lacks itself. */
  void addMissing(Map<String, String> tags) {
    Map<String, String> missing = new TreeMap<>();
    tags.forEach(
        (key, value) -> {
          if (!folded.containsKey(TagKey.of(key).folded())) {
            missing.put(key, value);
          }
        });
    LineTags others = new LineTags(missing);
    exact.putAll(others.exact);
    folded.putAll(others.folded);
  }

  /** The value under the key. */
  Optional<String> get(TagKey key) {
    // A key of a rule may begin as a mark does and be none.
    String value = exact.get(key.written());
    if (value == null) {
      value = exact.get(key.plain());
    }
    if (value == null) {
      value = folded.get(key.folded());
    }
    if (value == null && rest != null) {
      return rest.get(key);
    }
    return Optional.ofNullable(value);
  }
}
