package io.tidemark.jobs.cost.bill;

import io.tidemark.jobs.cost.allocate.TagKey;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tags of a line, from the columns that hold them. */
final class TagMaps {
  private static final Set<String> ABSENT = Set.of("", "NULL", "null");

  private TagMaps() {}

  /** What is said in a map; values that bills write for nothing are left out. */
  static SortedMap<String, String> said(Map<String, String> tags) {
    SortedMap<String, String> said = new TreeMap<>();
    tags.forEach(
        (key, value) -> {
          if (!ABSENT.contains(value.strip())) {
            said.put(key, value);
          }
        });
    return said;
  }

  /** The first map, and of the second the keys that the first has in no form; keys as written. */
  static SortedMap<String, String> merged(Map<String, String> first, Map<String, String> second) {
    SortedMap<String, String> merged = said(first);
    if (merged.isEmpty()) {
      return said(second);
    }
    Set<String> there = new HashSet<>();
    merged.keySet().forEach(key -> there.add(TagKey.of(key).folded()));
    said(second)
        .forEach(
            (key, value) -> {
              if (!there.contains(TagKey.of(key).folded())) {
                merged.put(key, value);
              }
            });
    return merged;
  }
}
