package io.tidemark.featurestore.pit;

import java.util.function.Supplier;

/** The sum of whole numbers as BIGINT, or an {@link AggregateOverflowException}. */
final class IntegerSum implements ReversibleAggregator {
  private final String label;
  private final Supplier<String> key;
  private final WideSum sum = new WideSum();

  IntegerSum(String label, Supplier<String> key) {
    this.label = label;
    this.key = key;
  }

  @Override
  public void clear() {
    sum.clear();
  }

  @Override
  public void add(Object input) {
    sum.add(((Number) input).longValue());
  }

  @Override
  public void remove(Object input) {
    sum.subtract(((Number) input).longValue());
  }

  @Override
  public Object result() {
    if (!sum.isLong()) {
      throw new AggregateOverflowException(label, key.get(), sum.exact().toString(), "BIGINT");
    }
    return sum.longValue();
  }
}
