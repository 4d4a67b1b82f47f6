package io.tidemark.featurestore.pit;

import java.util.TreeMap;
import org.apache.spark.sql.types.DataType;

/** Values, and how often each is there, in Spark's order. */
final class Multiset {
  private final TreeMap<Object, Long> counts;

  Multiset(DataType type) {
    this.counts = new TreeMap<>(SparkInternals.order(type));
  }

  TreeMap<Object, Long> counts() {
    return counts;
  }

  void add(Object value) {
    counts.merge(value, 1L, Long::sum);
  }

  void remove(Object value) {
    counts.computeIfPresent(value, (same, count) -> count == 1 ? null : count - 1);
  }
}
