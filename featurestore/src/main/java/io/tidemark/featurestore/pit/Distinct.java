package io.tidemark.featurestore.pit;

import org.apache.spark.sql.types.DataType;

/** How many different inputs there are, exactly. */
final class Distinct implements ReversibleAggregator {
  private final Multiset inputs;

  Distinct(DataType type) {
    this.inputs = new Multiset(type);
  }

  @Override
  public void clear() {
    inputs.counts().clear();
  }

  @Override
  public void add(Object input) {
    inputs.add(input);
  }

  @Override
  public void remove(Object input) {
    inputs.remove(input);
  }

  @Override
  public Object result() {
    return (long) inputs.counts().size();
  }
}
