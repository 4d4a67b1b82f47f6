package io.tidemark.featurestore.pit;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.reverse;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** What aggregations make of the values of a window, which are never NULL and in event order. */
final class WindowValues {
  private WindowValues() {}

  /**
   * The value; the empty one where the array is empty.
   *
   * @param values the inputs, or anything once per event for a count of events
   * @param input the values' type
   * @param result as {@link AggregateTypes#result}
   * @param key tells in a message whose values these are
   */
  static Column of(
      WindowAggregate window, Column values, DataType input, DataType result, Column key) {
    Column value =
        switch (window.function()) {
          case COUNT -> size(values).cast(DataTypes.LongType);
          case COUNT_DISTINCT ->
              size(array_distinct(Zeros.one(values, input))).cast(DataTypes.LongType);
          case SUM -> sum(window, values, input, result, key);
          case AVG -> average(window, values, input, result, key);
          case MIN -> array_min(values);
          case MAX -> array_max(values);
          case VARIANCE -> several(values, ExactNumbers.variance(doubles(values)));
          case STDDEV -> several(values, ExactNumbers.deviation(doubles(values)));
          case FIRST -> element_at(values, 1);
          case LAST -> element_at(values, -1);
          case LAST_N -> slice(reverse(values), 1, window.n());
          case TOP_K -> top(Zeros.one(values, input), window.n());
        };
    return when(size(values).gt(0), value).otherwise(empty(window, result));
  }

  /** What the value is without any input. */
  static Column empty(WindowAggregate window, DataType result) {
    if (window.empty() != null) {
      return lit(AggregateTypes.value(window.empty(), result)).cast(result);
    }
    return window.function().counts() ? lit(0L) : lit(null).cast(result);
  }

  private static Column sum(
      WindowAggregate window, Column values, DataType input, DataType result, Column key) {
    if (AggregateTypes.isInteger(input)) {
      return ExactNumbers.longSum(longs(values), key, window.label());
    }
    return result instanceof DecimalType decimal
        ? ExactNumbers.decimalSum(values, key, window.label(), decimal)
        : ExactNumbers.doubleSum(doubles(values));
  }

  private static Column average(
      WindowAggregate window, Column values, DataType input, DataType result, Column key) {
    if (AggregateTypes.isInteger(input)) {
      return ExactNumbers.longAverage(longs(values));
    }
    return result instanceof DecimalType decimal
        ? ExactNumbers.decimalAverage(values, key, window.label(), decimal)
        : ExactNumbers.doubleAverage(doubles(values));
  }

  private static Column longs(Column values) {
    return values.cast(DataTypes.createArrayType(DataTypes.LongType));
  }

  private static Column doubles(Column values) {
    return values.cast(DataTypes.createArrayType(DataTypes.DoubleType));
  }

  private static Column several(Column values, Column value) {
    return when(size(values).gt(1), value);
  }

  /** The most frequent values first; of equally frequent ones the smaller. */
  private static Column top(Column values, int n) {
    Column counted =
        transform(
            array_distinct(values),
            value ->
                struct(
                    size(filter(values, each -> each.eqNullSafe(value))).multiply(-1).as("rank"),
                    value.as("value")));
    return slice(transform(array_sort(counted), each -> each.getField("value")), 1, n);
  }
}
