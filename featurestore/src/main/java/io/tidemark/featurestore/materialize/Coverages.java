package io.tidemark.featurestore.materialize;

import io.tidemark.lineage.registry.Coverage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Stretches of time put together where they touch, so that years of days become one. */
final class Coverages {
  private Coverages() {}

  static List<Coverage> merged(List<Coverage> all) {
    List<Coverage> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparing(Coverages::start));
    List<Coverage> merged = new ArrayList<>();
    for (Coverage each : sorted) {
      Coverage last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last == null || start(each).isAfter(last.to())) {
        merged.add(each);
      } else if (each.to().isAfter(last.to())) {
        merged.set(merged.size() - 1, new Coverage(last.view(), last.from(), each.to()));
      }
    }
    return merged;
  }

  private static Instant start(Coverage each) {
    return each.from() == null ? Instant.MIN : each.from();
  }
}
