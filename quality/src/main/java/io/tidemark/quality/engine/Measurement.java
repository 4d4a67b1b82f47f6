package io.tidemark.quality.engine;

import io.tidemark.lineage.Predicates;
import java.util.List;
import org.apache.spark.SparkThrowable;
import org.jspecify.annotations.Nullable;

/** What computing a rule gave: numbers, or why there are none. */
sealed interface Measurement {

  /**
   * Numbers.
   *
   * @param segments in the order of their values; empty for a rule without segments
   * @param samples keys of failed rows, as JSON
   * @param note what is to be said beside the numbers
   */
  record Measured(Tally whole, List<Segment> segments, List<String> samples, @Nullable String note)
      implements Measurement {

    Measured(Tally whole) {
      this(whole, List.of(), List.of(), null);
    }

    Measured withSegments(List<Segment> found) {
      return new Measured(whole, found, samples, note);
    }

    Measured withSamples(List<String> found) {
      return new Measured(whole, segments, found, note);
    }
  }

  /** No numbers. */
  record Failed(String errorClass, String message) implements Measurement {

    /** What stopped a rule, in one line. */
    static Failed of(Throwable failure) {
      if (failure instanceof UnfitRuleException unfit) {
        return new Failed(unfit.errorClass(), Predicates.plain(unfit.getMessage()));
      }
      Throwable cause = failure;
      for (Throwable each = failure; each != null; each = each.getCause()) {
        cause = each;
        if (each instanceof SparkThrowable known && known.getErrorClass() != null) {
          return new Failed(known.getErrorClass(), Predicates.plain(each.getMessage()));
        }
      }
      return new Failed(cause.getClass().getSimpleName(), Predicates.plain(cause.getMessage()));
    }
  }

  /**
   * A segment's numbers.
   *
   * @param value a JSON array of the segment's values
   */
  record Segment(String value, Tally tally) {}
}
