package io.tidemark.featurestore.pit;

import java.util.TreeMap;
import org.apache.spark.sql.types.DataType;

/** The least or greatest input, of a type whose equal values are the same. */
final class RunningExtreme implements ReversibleAggregator {
  private final boolean greatest;
  private final Multiset inputs;

  RunningExtreme(DataType type, boolean greatest) {
    this.greatest = greatest;
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
    TreeMap<Object, Long> counts = inputs.counts();
    return greatest ? counts.lastKey() : counts.firstKey();
  }
}
