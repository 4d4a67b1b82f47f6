package io.tidemark.featurestore.definition;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Into which parts the rows of a training set fall; a row of no part stays. */
public sealed interface Split {

  /** The column that says so. */
  String COLUMN = "split";

  /** By the row's time. */
  record ByTime(List<Period> parts) implements Split {
    public ByTime {
      parts = List.copyOf(parts);
    }
  }

  /**
   * By chance, the same for rows of equal keys.
   *
   * @param keys spine columns
   * @param parts in declared order; their fractions sum to 1
   */
  record ByKey(List<String> keys, List<Share> parts, int seed) implements Split {
    public ByKey {
      keys = List.copyOf(keys);
      parts = List.copyOf(parts);
    }
  }

  /**
   * A part of a split by time, {@code [from, to)}.
   *
   * @param from null from ever
   * @param to null for ever
   */
  record Period(String name, @Nullable Instant from, @Nullable Instant to) {

    boolean overlaps(Period other) {
      return (from == null || other.to == null || from.isBefore(other.to))
          && (other.from == null || to == null || other.from.isBefore(to));
    }
  }

  /** A part of a split by key. */
  record Share(String name, BigDecimal fraction) {}
}
