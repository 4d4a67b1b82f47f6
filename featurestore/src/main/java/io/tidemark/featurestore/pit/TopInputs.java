package io.tidemark.featurestore.pit;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;

/** The most frequent inputs first; of equally frequent ones the lesser. */
final class TopInputs implements Aggregator {
  private final int n;
  private final TreeMap<Object, Long> counts;

  TopInputs(DataType type, int n) {
    this.n = n;
    this.counts = new TreeMap<>(SparkInternals.order(type));
  }

  @Override
  public void clear() {
    counts.clear();
  }

  @Override
  public void add(Object input) {
    counts.merge(Zeros.one(input), 1L, Long::sum);
  }

  @Override
  public Object result() {
    // The sort is stable, so that equally frequent ones stay in order.
    return new GenericArrayData(
        counts.entrySet().stream()
            .sorted(Map.Entry.<Object, Long>comparingByValue(Comparator.reverseOrder()))
            .limit(n)
            .map(Map.Entry::getKey)
            .toArray());
  }
}
