package io.tidemark.featurestore.pit;

import io.tidemark.featurestore.definition.AggregateFunction;
import io.tidemark.featurestore.pit.WindowAggregate.Reach;
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
    Reach reach,
    int condition,
    @Nullable Object empty,
    int n)
    implements Serializable {

  /** The first event time that the window at a time holds. */
  long from(long time) {
    if (reach == Reach.AFTER) {
      return time == Long.MAX_VALUE ? time : time + 1;
    }
    return time < Long.MIN_VALUE + width ? Long.MIN_VALUE : time - width;
  }

  /** The last event time that the window at a time can hold. */
  long to(long time) {
    return switch (reach) {
      case BEFORE -> time == Long.MIN_VALUE ? time : time - 1;
      case UP_TO -> time;
      case AFTER -> time > Long.MAX_VALUE - width ? Long.MAX_VALUE : time + width;
    };
  }
}
