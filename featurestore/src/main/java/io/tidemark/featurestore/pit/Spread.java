package io.tidemark.featurestore.pit;

import java.util.Arrays;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * The sample variance or its root: the mean first, then the squared distances in event order, over
 * n - 1; NULL of one input.
 */
final class Spread implements Aggregator {
  private final Doubles doubles;
  private final boolean root;
  private double[] inputs = new double[16];
  private int count;

  Spread(DataType type, boolean root) {
    this.doubles = Doubles.of(type);
    this.root = root;
  }

  @Override
  public void clear() {
    count = 0;
  }

  @Override
  public void add(Object input) {
    if (count == inputs.length) {
      inputs = Arrays.copyOf(inputs, 2 * count);
    }
    inputs[count++] = doubles.of(input);
  }

  @Override
  public @Nullable Object result() {
    if (count < 2) {
      return null;
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += inputs[i];
    }
    double mean = sum / count;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      squares += (inputs[i] - mean) * (inputs[i] - mean);
    }
    double variance = squares / (count - 1);
    return root ? Math.sqrt(variance) : variance;
  }
}
