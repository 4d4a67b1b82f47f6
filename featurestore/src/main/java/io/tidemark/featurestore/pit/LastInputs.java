package io.tidemark.featurestore.pit;

import java.util.ArrayDeque;
import org.apache.spark.sql.catalyst.util.GenericArrayData;

/** The last inputs, the newest first. */
final class LastInputs implements Aggregator {
  private final int n;
  private final ArrayDeque<Object> newest = new ArrayDeque<>();

  LastInputs(int n) {
    this.n = n;
  }

  @Override
  public void clear() {
    newest.clear();
  }

  @Override
  public void add(Object input) {
    newest.addFirst(input);
    if (newest.size() > n) {
      newest.removeLast();
    }
  }

  @Override
  public Object result() {
    return new GenericArrayData(newest.toArray());
  }
}
