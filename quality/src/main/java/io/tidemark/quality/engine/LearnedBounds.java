package io.tidemark.quality.engine;

import io.tidemark.quality.definition.Anomaly;
import io.tidemark.quality.engine.History.Past;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Bounds from earlier values: median ± k · 1.4826 · MAD, which is a standard deviation of normal
 * values; with a MAD of zero, k · 1.2533 · mean absolute deviation.
 */
record LearnedBounds(double lower, double upper) {
  private static final double MAD_TO_SIGMA = 1.4826;
  private static final double MEAN_DEVIATION_TO_SIGMA = 1.2533;

  /**
   * The bounds for a date; empty while there is too little to learn from.
   *
   * @param past newest first, of dates before it
   */
  static Optional<LearnedBounds> of(Anomaly anomaly, LocalDate date, List<Past> past) {
    double[] values =
        past.stream()
            .filter(p -> p.logicalDate().isBefore(date))
            .filter(p -> !anomaly.weekly() || p.logicalDate().getDayOfWeek() == date.getDayOfWeek())
            .limit(anomaly.history())
            .mapToDouble(Past::value)
            .filter(Double::isFinite)
            .toArray();
    if (values.length == 0 || values.length < anomaly.minHistory()) {
      return Optional.empty();
    }
    double median = median(values);
    double[] deviations = Arrays.stream(values).map(v -> Math.abs(v - median)).toArray();
    double mad = median(deviations);
    double sigma =
        mad > 0
            ? MAD_TO_SIGMA * mad
            : MEAN_DEVIATION_TO_SIGMA * Arrays.stream(deviations).average().orElse(0);
    double margin = anomaly.k() * sigma;
    return Optional.of(new LearnedBounds(median - margin, median + margin));
  }

  boolean holds(double value) {
    return value >= lower && value <= upper;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
