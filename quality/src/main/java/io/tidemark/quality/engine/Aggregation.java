package io.tidemark.quality.engine;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.percentile_approx;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/**
 * One number of many values, NULLs left out.
 *
 * @param q of {@link Kind#QUANTILE}
 */
record Aggregation(Kind kind, double q) {

  /** A quantile lies this share of the ranks off at most, a hundredth of what is allowed. */
  private static final int ONE_IN = 10_000;

  enum Kind {
    /** How many of the rows in scope have a value. */
    COMPLETENESS,
    MEAN,
    SUM,
    /** Of a sample, as {@code n - 1}. */
    STDDEV,
    MIN,
    MAX,
    QUANTILE
  }

  Aggregation(Kind kind) {
    this(kind, Double.NaN);
  }

  /** Spark's own aggregate, as DOUBLE. */
  Column of(Column value, Column rows) {
    Column number =
        switch (kind) {
          case COMPLETENESS -> ratio(count(value), rows);
          case MEAN -> ratio(sum(value), count(value));
          case SUM -> sum(value);
          case STDDEV -> stddev_samp(value);
          case MIN -> min(value);
          case MAX -> max(value);
          case QUANTILE -> percentile_approx(value, lit(q), lit(ONE_IN));
        };
    return number.cast("double");
  }

  private static Column ratio(Column of, Column to) {
    return of.cast("double").divide(when(to.gt(0), to));
  }
}
