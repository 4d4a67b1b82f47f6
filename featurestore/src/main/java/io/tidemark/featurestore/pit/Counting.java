package io.tidemark.featurestore.pit;

/** How many inputs there are. */
final class Counting implements ReversibleAggregator {
  private long count;

  @Override
  public void clear() {
    count = 0;
  }

  @Override
  public void add(Object input) {
    count++;
  }

  @Override
  public void remove(Object input) {
    count--;
  }

  @Override
  public Object result() {
    return count;
  }
}
