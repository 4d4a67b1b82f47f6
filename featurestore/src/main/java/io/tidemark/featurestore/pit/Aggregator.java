package io.tidemark.featurestore.pit;

import java.util.function.Supplier;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.FractionalType;
import org.jspecify.annotations.Nullable;

/** Makes one value of the inputs of a window, which come in event order and are never NULL. */
interface Aggregator {

  /** Goes to another window. */
  void clear();

  /** Takes an input as Spark has it inside. */
  void add(Object input);

  /** The value, as Spark has it inside; there was an input. */
  @Nullable Object result();

  /**
   * The one of an aggregation.
   *
   * @param key tells in a message whose values these are
   */
  static Aggregator of(MergedWindow window, Supplier<String> key) {
    DataType type = window.inputType();
    if (type == null) {
      return new Counting();
    }
    return switch (window.function()) {
      case COUNT -> new Counting();
      case COUNT_DISTINCT -> new Distinct(type);
      case SUM -> sum(window, type, key);
      case AVG -> average(window, type, key);
      case MIN -> extreme(type, -1);
      case MAX -> extreme(type, 1);
      case VARIANCE -> new Spread(type, false);
      case STDDEV -> new Spread(type, true);
      case FIRST -> new Edge(true);
      case LAST -> new Edge(false);
      case LAST_N -> new LastInputs(window.n());
      case TOP_K -> new TopInputs(type, window.n());
    };
  }

  private static Aggregator extreme(DataType type, int sign) {
    // Of these some are equal and not the same: zeros, and what holds them.
    boolean same =
        type instanceof AtomicType && !(type instanceof FractionalType)
            || type instanceof DecimalType;
    return same ? new RunningExtreme(type, sign > 0) : new Extreme(type, sign);
  }

  private static Aggregator sum(MergedWindow window, DataType type, Supplier<String> key) {
    if (AggregateTypes.isInteger(type)) {
      return new IntegerSum(window.label(), key);
    }
    return window.resultType() instanceof DecimalType decimal
        ? new DecimalSum(window.label(), key, decimal, false)
        : new DoubleSum(type, false);
  }

  private static Aggregator average(MergedWindow window, DataType type, Supplier<String> key) {
    if (AggregateTypes.isInteger(type)) {
      return new IntegerAverage();
    }
    return window.resultType() instanceof DecimalType decimal
        ? new DecimalSum(window.label(), key, decimal, true)
        : new DoubleSum(type, true);
  }
}
