package io.tidemark.quality.engine;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** How a rule is computed. */
sealed interface Work {

  /** Computed in the scan that all rules of a subject share. */
  sealed interface InScan extends Work {}

  /**
   * Decided row by row.
   *
   * @param verdict TRUE for good rows, FALSE for failed ones, NULL where nothing is decided
   * @param columns that say which row it is
   */
  record Rowwise(Column verdict, List<String> columns) implements InScan {}

  /** The rows in scope are counted. */
  record Counted() implements InScan {}

  /**
   * One number of a column.
   *
   * @param value NULL where a row does not count
   * @param nan TRUE for rows in scope whose value is NaN; null where there can be none
   */
  record Aggregated(Aggregation how, Column value, @Nullable Column nan) implements InScan {}

  /** What needs rows brought together. */
  non-sealed interface Grouped extends Work {

    /**
     * The tallies of each segment.
     *
     * @param rows the subject's
     * @param segments columns to tell apart; one row for the whole if empty
     * @return the segments' columns, the five of a {@link Tally} and an array of samples
     */
    Dataset<Row> tallies(Dataset<Row> rows, List<Column> segments);
  }

  /** Cannot be computed. */
  record Broken(Measurement.Failed why) implements Work {}
}
