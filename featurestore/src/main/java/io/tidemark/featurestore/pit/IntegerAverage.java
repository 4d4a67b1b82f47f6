package io.tidemark.featurestore.pit;

/** The exact sum of whole numbers as DOUBLE, divided by their number. */
final class IntegerAverage implements ReversibleAggregator {
  private final WideSum sum = new WideSum();
  private long count;

  @Override
  public void clear() {
    sum.clear();
    count = 0;
  }

  @Override
  public void add(Object input) {
    sum.add(((Number) input).longValue());
    count++;
  }

  @Override
  public void remove(Object input) {
    sum.subtract(((Number) input).longValue());
    count--;
  }

  @Override
  public Object result() {
    return sum.exact().doubleValue() / count;
  }
}
