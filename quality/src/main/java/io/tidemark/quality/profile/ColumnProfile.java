package io.tidemark.quality.profile;

import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * What one column holds.
 *
 * @param rows of the table
 * @param numbers of numeric columns; null for others
 * @param lengths of text; null for others, and where every value is NULL
 * @param values null for nested types and intervals
 * @param least the least value of a numeric, DATE or TIMESTAMP column, NaN left out, exact: numbers
 *     plain, dates and times as ISO 8601; null where there is none
 * @param greatest the greatest one
 */
public record ColumnProfile(
    String name,
    DataType type,
    long rows,
    long nulls,
    @Nullable Numbers numbers,
    @Nullable Lengths lengths,
    @Nullable Values values,
    @Nullable String least,
    @Nullable String greatest) {

  /**
   * Statistics of numbers. NaN is only counted; infinities are values.
   *
   * @param avg null without a value
   * @param stddev of a sample, n - 1; null with less than two values
   * @param quantiles at 0, .05 … 1, interpolated; exact for few values, else within 1 % of the
   *     rank; the first and last are the minimum and the maximum; empty without a value
   */
  public record Numbers(
      long nans,
      long zeros,
      @Nullable Double avg,
      @Nullable Double stddev,
      List<Double> quantiles) {

    public Numbers {
      quantiles = List.copyOf(quantiles);
    }

    /** The least number; null without a value. */
    public @Nullable Double min() {
      return quantiles.isEmpty() ? null : quantiles.get(0);
    }

    /** The middle one; null without a value. */
    public @Nullable Double median() {
      return quantiles.isEmpty() ? null : quantiles.get(quantiles.size() / 2);
    }

    /** The greatest number; null without a value. */
    public @Nullable Double max() {
      return quantiles.isEmpty() ? null : quantiles.get(quantiles.size() - 1);
    }
  }

  /** How long texts are, in code points. */
  public record Lengths(long min, long max, double avg) {}

  /**
   * Which values there are; NaN is one.
   *
   * @param distinct how many, exactly or within 5 %
   * @param exact whether all of them were counted; then so are the frequent ones
   * @param frequent the most frequent ones, at most {@link #MOST_FREQUENT}, by count and then by
   *     text; where not all were counted only those that surely are, with a count that may be too
   *     small. None for BINARY
   */
  public record Values(long distinct, boolean exact, List<Item> frequent) {
    public static final int MOST_FREQUENT = 50;

    public Values {
      frequent = List.copyOf(frequent);
    }

    /** Whether the frequent ones are all there are. */
    public boolean complete() {
      return exact && frequent.size() == distinct;
    }
  }

  /** A value as text, and how many rows have it. Long texts are cut, and end in an ellipsis. */
  public record Item(String value, long count) {}

  /** How many rows have a value, NaN included. */
  public long present() {
    return rows - nulls;
  }
}
