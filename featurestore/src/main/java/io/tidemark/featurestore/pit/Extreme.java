package io.tidemark.featurestore.pit;

import java.util.Comparator;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** The least or greatest input; of equal ones the first. */
final class Extreme implements Aggregator {
  private final Comparator<Object> order;
  private final int sign;
  private @Nullable Object value;

  /**
   * @param sign 1 for the greatest, -1 for the least
   */
  Extreme(DataType type, int sign) {
    this.order = SparkInternals.order(type);
    this.sign = sign;
  }

  @Override
  public void clear() {
    value = null;
  }

  @Override
  public void add(Object input) {
    Object before = value;
    if (before == null || sign * Integer.signum(order.compare(input, before)) > 0) {
      value = input;
    }
  }

  @Override
  public @Nullable Object result() {
    return value;
  }
}
