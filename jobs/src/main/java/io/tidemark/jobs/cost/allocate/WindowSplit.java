package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.usage.ExecutorLife;
import java.math.BigInteger;
import java.util.List;
import java.util.SortedMap;

/**
 * How the lines of a window are split.
 *
 * @param all runs and idle
 * @param remainder over {@code all}
 * @param runs without idle
 */
record WindowSplit(WeightedKeys all, LargestRemainder remainder, WeightedKeys runs) {

  /** By what runs held of a capacity; what is over is idle, without any run all of it. */
  static WindowSplit of(
      SortedMap<String, List<ExecutorLife>> lives,
      Window window,
      Capacity capacity,
      Weighing weighing) {
    Weighing.Weighed weighed = weighing.weigh(List.copyOf(lives.values()), window, capacity);
    List<String> ordered = List.copyOf(lives.keySet());
    WeightedKeys runs = WeightedKeys.of(ordered, weighed.runs());
    BigInteger idle =
        runs.isEmpty()
            ? BigInteger.ONE
            : weighed.capacity().subtract(runs.total()).max(BigInteger.ZERO);
    WeightedKeys all = WeightedKeys.withIdle(runs.keys(), runs.weights(), idle);
    return new WindowSplit(all, all.remainder(), runs);
  }
}
