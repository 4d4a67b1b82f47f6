package io.tidemark.quality.engine;

import org.apache.spark.sql.catalyst.InternalRow;
import org.jspecify.annotations.Nullable;

/**
 * What was counted for a rule, over the whole or one segment.
 *
 * @param rows in scope
 * @param evaluated rows that the rule decided
 * @param failed of these
 * @param nans rows in scope whose value is NaN
 * @param value of a metric, over what is neither NULL nor NaN; null where there is none
 */
record Tally(long rows, long evaluated, long failed, long nans, @Nullable Double value) {

  /** As many columns hold one, in the order of the fields. */
  static final int WIDTH = 5;

  static Tally of(InternalRow row, int from) {
    return new Tally(
        count(row, from),
        count(row, from + 1),
        count(row, from + 2),
        count(row, from + 3),
        row.isNullAt(from + 4) ? null : row.getDouble(from + 4));
  }

  private static long count(InternalRow row, int at) {
    return row.isNullAt(at) ? 0 : row.getLong(at);
  }

  Tally withValue(@Nullable Double other) {
    return new Tally(rows, evaluated, failed, nans, other);
  }
}
