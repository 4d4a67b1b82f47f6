package io.tidemark.featurestore.pit;

import io.tidemark.featurestore.definition.AggregateFunction;
import java.time.Duration;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;

/**
 * One aggregation as the engine sees it.
 *
 * @param name of the output column
 * @param label how messages call it
 * @param input the stored column, null for a count of events
 * @param where over the stored columns, never NULL; null takes every event
 * @param empty what the value is without any input, as text of the result's type
 * @param n how many values {@code last_n} and {@code top_k} give, 0 for the others
 */
public record WindowAggregate(
    String name,
    String label,
    AggregateFunction function,
    @Nullable String input,
    Duration window,
    Reach reach,
    @Nullable Column where,
    @Nullable String empty,
    int n) {

  /** The same, its output column's name with a prefix. */
  WindowAggregate prefixed(String prefix) {
    return new WindowAggregate(
        prefix + name, label, function, input, window, reach, where, empty, n);
  }

  /** Which events a window at t holds. */
  public enum Reach {
    /** {@code [t - window, t)}, available by then. */
    BEFORE,
    /** {@code [t - window, t]}, available by then. */
    UP_TO,
    /** {@code (t, t + window]}. */
    AFTER
  }
}
