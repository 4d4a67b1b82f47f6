package io.tidemark.featurestore.definition;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is to be predicted at t: something of the events in {@code (t, t + horizon]}.
 *
 * @param column the source's column; null counts events, or asks whether there is any
 * @param where predicate over the source's columns; null takes every event
 * @param maturityLag how long after the horizon the label counts as settled
 */
public record Label(
    Function function,
    @Nullable String column,
    @Nullable String where,
    Duration horizon,
    Duration maturityLag) {

  /** What a label can be. */
  public enum Function {
    /** BOOLEAN: whether there is an event, or one whose column is not NULL. */
    ANY(AggregateFunction.COUNT),
    COUNT(AggregateFunction.COUNT),
    SUM(AggregateFunction.SUM),
    MIN(AggregateFunction.MIN),
    MAX(AggregateFunction.MAX),
    AVG(AggregateFunction.AVG),
    FIRST(AggregateFunction.FIRST),
    LAST(AggregateFunction.LAST);

    private final AggregateFunction aggregate;

    Function(AggregateFunction aggregate) {
      this.aggregate = aggregate;
    }

    /** The aggregation that computes it; of ANY, whether it is more than 0. */
    public AggregateFunction aggregate() {
      return aggregate;
    }

    /** Whether an event that is there twice would change it. */
    public boolean needsId() {
      return this == COUNT || this == SUM;
    }
  }
}
