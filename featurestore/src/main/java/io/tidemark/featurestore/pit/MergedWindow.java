package io.tidemark.featurestore.pit;

import io.tidemark.featurestore.definition.AggregateFunction;
import java.io.Serializable;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * What a task needs to know of one aggregation.
 *
 * @param label how messages call it
 * @param input which of the view's inputs, -1 for a count of events
 * @param width in microseconds; {@link Long#MAX_VALUE} has no end
 * @param condition which of the view's conditions an event has to meet, -1 for none
 * @param empty the value without any input, as Spark has it inside
 * @param n how many values a list has at most
 */
record MergedWindow(
    String label,
    AggregateFunction function,
    int input,
    @Nullable DataType inputType,
    DataType resultType,
    long width,
    boolean upTo,
    int condition,
    @Nullable Object empty,
    int n)
    implements Serializable {

  /** The first event time that the window at a time holds. */
  long from(long time) {
    return time < Long.MIN_VALUE + width ? Long.MIN_VALUE : time - width;
  }

  /** Whether the window at a time ends after an event time. */
  boolean reaches(long event, long time) {
    return upTo ? event <= time : event < time;
  }
}
