package io.tidemark.quality.profile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.kll.KllDoublesSketchIterator;
import org.apache.datasketches.memory.Memory;

/**
 * Moments and quantiles of numbers, a block at a time. Moments are those of Chan, Golub and LeVeque
 * (1979), each block's about its own mean.
 */
final class NumberSums {

  /** Quantiles are at 0, 1 / STEPS, 2 / STEPS … 1. */
  static final int STEPS = 20;

  /** Rank error 0.7 %; up to so many numbers are kept as they are. */
  private static final int SKETCH_SIZE = 400;

  private KllDoublesSketch sketch = KllDoublesSketch.newHeapInstance(SKETCH_SIZE);
  private long nans;
  private long zeros;
  private long positiveInfinities;
  private long negativeInfinities;
  private long finite;
  // Moments are of the differences to one of the numbers: little is lost where all are large and
  // near each other, and nothing of a constant.
  private double origin;
  private double mean;
  private double squares;

  void addNaN() {
    nans++;
  }

  /** Adds the first numbers of an array, none of them NaN. */
  void add(double[] numbers, int count) {
    if (count == 0) {
      return;
    }
    for (int i = 0; i < count; i++) {
      sketch.update(numbers[i]);
    }
    int zero = 0;
    double probe = 0;
    for (int i = 0; i < count; i++) {
      zero += numbers[i] == 0 ? 1 : 0;
      // NaN of an infinity, and then for good.
      probe += numbers[i] * 0;
    }
    zeros += zero;
    if (probe == 0) {
      moments(numbers, count);
    } else {
      double[] finite = finite(numbers, count);
      moments(finite, finite.length);
    }
  }

  private double[] finite(double[] numbers, int count) {
    double[] kept = new double[count];
    int left = 0;
    for (int i = 0; i < count; i++) {
      if (numbers[i] == Double.POSITIVE_INFINITY) {
        positiveInfinities++;
      } else if (numbers[i] == Double.NEGATIVE_INFINITY) {
        negativeInfinities++;
      } else {
        kept[left++] = numbers[i];
      }
    }
    return Arrays.copyOf(kept, left);
  }

  private void moments(double[] numbers, int count) {
    if (count == 0) {
      return;
    }
    double from = finite == 0 ? numbers[0] : origin;
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += numbers[i] - from;
    }
    double itsMean = sum / count;
    double rest = 0;
    double itsSquares = 0;
    for (int i = 0; i < count; i++) {
      double off = numbers[i] - from - itsMean;
      rest += off;
      itsSquares += off * off;
    }
    merge(count, from, itsMean, itsSquares - rest * rest / count);
  }

  private void merge(long count, double from, double itsMean, double itsSquares) {
    if (count == 0) {
      return;
    }
    if (finite == 0) {
      origin = from;
    }
    double all = (double) finite + count;
    double apart = (from - origin) + itsMean - mean;
    mean += apart * (count / all);
    squares += itsSquares + apart * apart * (finite * (count / all));
    finite += count;
  }

  void merge(NumberSums other) {
    sketch.merge(other.sketch);
    nans += other.nans;
    zeros += other.zeros;
    positiveInfinities += other.positiveInfinities;
    negativeInfinities += other.negativeInfinities;
    merge(other.finite, other.origin, other.mean, other.squares);
  }

  ColumnProfile.Numbers profile() {
    long infinite = positiveInfinities + negativeInfinities;
    long count = finite + infinite;
    Double avg = count == 0 ? null : (Double) average();
    Double stddev =
        count < 2
            ? null
            : (Double) (infinite > 0 ? Double.NaN : Math.sqrt(Math.max(0, squares) / (count - 1)));
    return new ColumnProfile.Numbers(nans, zeros, avg, stddev, quantiles());
  }

  private double average() {
    if (positiveInfinities > 0) {
      return negativeInfinities > 0 ? Double.NaN : Double.POSITIVE_INFINITY;
    }
    return negativeInfinities > 0 ? Double.NEGATIVE_INFINITY : origin + mean;
  }

  /** A number that the sketch keeps for so many. */
  private record Weighed(double value, long weight) {}

  private List<Double> quantiles() {
    List<Weighed> kept = new ArrayList<>();
    KllDoublesSketchIterator each = sketch.iterator();
    while (each.next()) {
      kept.add(new Weighed(each.getValue(), each.getWeight()));
    }
    kept.sort(Comparator.comparingDouble(Weighed::value));
    List<Double> quantiles = new ArrayList<>();
    if (kept.isEmpty()) {
      return quantiles;
    }
    quantiles.add(sketch.getMinValue());
    int at = 0;
    long before = 0;
    for (int step = 1; step < STEPS; step++) {
      double position = (double) step / STEPS * (sketch.getN() - 1);
      long whole = (long) Math.floor(position);
      while (before + kept.get(at).weight() <= whole) {
        before += kept.get(at).weight();
        at++;
      }
      boolean ends = before + kept.get(at).weight() == whole + 1 && at + 1 < kept.size();
      double lower = kept.get(at).value();
      double upper = ends ? kept.get(at + 1).value() : lower;
      quantiles.add(between(lower, upper, position - whole));
    }
    quantiles.add(sketch.getMaxValue());
    return quantiles;
  }

  /** Type 7 of Hyndman and Fan (1996), and no NaN between infinities. */
  private static double between(double lower, double upper, double share) {
    return share == 0 || lower == upper || Double.isInfinite(lower)
        ? lower
        : lower * (1 - share) + upper * share;
  }

  void write(DataOutput out) throws IOException {
    Blobs.write(out, sketch.toByteArray());
    for (long each : new long[] {nans, zeros, positiveInfinities, negativeInfinities, finite}) {
      out.writeLong(each);
    }
    out.writeDouble(origin);
    out.writeDouble(mean);
    out.writeDouble(squares);
  }

  void read(DataInput in) throws IOException {
    sketch = KllDoublesSketch.heapify(Memory.wrap(Blobs.read(in)));
    nans = in.readLong();
    zeros = in.readLong();
    positiveInfinities = in.readLong();
    negativeInfinities = in.readLong();
    finite = in.readLong();
    origin = in.readDouble();
    mean = in.readDouble();
    squares = in.readDouble();
  }
}
