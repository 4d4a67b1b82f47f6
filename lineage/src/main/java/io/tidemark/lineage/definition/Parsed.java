package io.tidemark.lineage.definition;

import java.util.List;

/**
 * A value that was read.
 *
 * @param json the same in the resolved definition: text, Integer, Long, Boolean, List, Map or
 *     {@link Fields}
 * @param origins of a list: the index in the file of each item, where null ones are left out
 */
record Parsed<T>(T value, Object json, List<Integer> origins) {
  Parsed(T value, Object json) {
    this(value, json, List.of());
  }
}
