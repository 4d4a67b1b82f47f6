package io.tidemark.featurestore.pit;

import org.apache.spark.sql.types.DataType;

/** The sum of floating-point numbers in event order, or that divided by their number. */
final class DoubleSum implements Aggregator {
  private final Doubles doubles;
  private final boolean average;
  private double sum;
  private long count;

  DoubleSum(DataType type, boolean average) {
    this.doubles = Doubles.of(type);
    this.average = average;
  }

  @Override
  public void clear() {
    sum = 0;
    count = 0;
  }

  @Override
  public void add(Object input) {
    sum += doubles.of(input);
    count++;
  }

  @Override
  public Object result() {
    return average ? sum / count : sum;
  }
}
