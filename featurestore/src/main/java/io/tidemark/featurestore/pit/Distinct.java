package io.tidemark.featurestore.pit;

import java.util.TreeSet;
import org.apache.spark.sql.types.DataType;

/** How many different inputs there are, exactly. */
final class Distinct implements Aggregator {
  private final TreeSet<Object> seen;

  Distinct(DataType type) {
    this.seen = new TreeSet<>(SparkInternals.order(type));
  }

  @Override
  public void clear() {
    seen.clear();
  }

  @Override
  public void add(Object input) {
    seen.add(input);
  }

  @Override
  public Object result() {
    return (long) seen.size();
  }
}
