package io.tidemark.featurestore.oracle;

import io.tidemark.featurestore.definition.Knowledge;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** CONTRACT A.2 by looking at every stored row for every spine row. */
final class AsOf {
  private AsOf() {}

  /** The row that counts, unless there is none or it is a deletion. */
  static Optional<Stored> found(
      Policy policy,
      List<Stored> rows,
      List<@Nullable Object> keys,
      @Nullable Long time,
      Knowledge knowledge) {
    if (time == null || keys.stream().anyMatch(Objects::isNull)) {
      return Optional.empty();
    }
    return rows.stream()
        .filter(row -> row.keys().equals(keys) && isEligible(policy, row, time, knowledge))
        .max(
            Comparator.comparingLong(Stored::event)
                .thenComparingLong(Stored::known)
                .thenComparing(Stored::tie, AsOf::compareAll))
        .filter(row -> !row.deleted());
  }

  private static boolean isEligible(Policy policy, Stored row, long time, Knowledge knowledge) {
    long available = row.event() + policy.lag().toNanos() / 1_000;
    boolean inTime = policy.exclude() ? available < time : available <= time;
    boolean fresh = policy.ttl() == null || row.event() >= time - policy.ttl().toNanos() / 1_000;
    boolean wasKnown =
        switch (knowledge.mode()) {
          case AS_KNOWN -> row.known() <= time;
          case AS_CORRECTED -> true;
          case AS_OF ->
              row.known() <= RandomValues.micros(Objects.requireNonNull(knowledge.asOf()));
        };
    return inTime && fresh && wasKnown;
  }

  private static int compareAll(List<@Nullable Object> a, List<@Nullable Object> b) {
    for (int i = 0; i < a.size(); i++) {
      int order = compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** NULL lowest, text by its UTF-8 bytes, false before true, NaN above all numbers. */
  static int compare(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return a == b ? 0 : a == null ? -1 : 1;
    }
    if (a instanceof String x && b instanceof String y) {
      return Arrays.compareUnsigned(
          x.getBytes(StandardCharsets.UTF_8), y.getBytes(StandardCharsets.UTF_8));
    }
    if (a instanceof Double x && b instanceof Double y) {
      return x.compareTo(y);
    }
    if (a instanceof Integer x && b instanceof Integer y) {
      return x.compareTo(y);
    }
    return ((Boolean) a).compareTo((Boolean) b);
  }
}
