package io.tidemark.jobs.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The times of one thing, and what came of its answers. */
final class Measured {
  private final String work;
  private final List<Double> seconds = new ArrayList<>();
  private @Nullable Long bytes;
  private @Nullable Long peakHeap;
  private @Nullable String answer;

  Measured(String work) {
    this.work = work;
  }

  String work() {
    return work;
  }

  Measured add(double took) {
    seconds.add(took);
    return this;
  }

  Measured reading(long read) {
    bytes = read;
    return this;
  }

  /** The greatest of all peaks that are given. */
  Measured peak(long heap) {
    Long before = peakHeap;
    peakHeap = before == null ? heap : Math.max(before, heap);
    return this;
  }

  Measured answer(String what) {
    answer = what;
    return this;
  }

  /** Says more of the answer. */
  Measured by(String how) {
    answer = answer + ", by " + how;
    return this;
  }

  /** The middle one, or the mean of the two in the middle; 0 if nothing was measured. */
  double median() {
    if (seconds.isEmpty()) {
      return 0;
    }
    List<Double> sorted = new ArrayList<>(seconds);
    Collections.sort(sorted);
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  /**
   * The row of the verb's result.
   *
   * @param ours the seconds that ratios are to
   * @param rows what was joined, divided by the cores
   */
  Map<String, Object> row(double ours, double rows) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    double median = median();
    boolean timed = median > 0;
    row.put("work", work);
    row.put("seconds", timed ? rounded(median, 3) : null);
    row.put("min", timed ? rounded(Collections.min(seconds), 3) : null);
    row.put("max", timed ? rounded(Collections.max(seconds), 3) : null);
    row.put("rounds", (long) seconds.size());
    row.put("ratio", timed && ours > 0 ? rounded(median / ours, 2) : null);
    row.put("rowsPerSecondAndCore", timed ? Math.round(rows / median) : null);
    row.put("bytes", bytes);
    row.put("peakHeap", peakHeap);
    row.put("answer", answer);
    return row;
  }

  private static double rounded(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.round(value * scale) / scale;
  }
}
