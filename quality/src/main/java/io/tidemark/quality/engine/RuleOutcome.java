package io.tidemark.quality.engine;

import io.tidemark.quality.definition.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code quality.result}: a rule over the whole, or over one segment.
 *
 * @param segmentKey the segment's columns joined by commas; null for the whole
 * @param segmentValue a JSON array of the segment's values; null for the whole
 * @param metricName {@code fail_ratio} for row rules and functional dependencies
 * @param boundSource {@code static} or {@code learned}; null where there are no bounds
 * @param rowsEvaluated of table rules the rows in scope
 * @param rowsFailed null for table rules but functional dependencies
 * @param message one line for people
 * @param errorClass not null exactly if the outcome is {@code error}
 * @param samples at most ten keys of failed rows, as JSON
 * @param cpuMs task CPU of what computed it; a pass that computes several is shared among them
 */
public record RuleOutcome(
    Rule rule,
    @Nullable String segmentKey,
    @Nullable String segmentValue,
    String metricName,
    @Nullable Double metricValue,
    @Nullable String metricUnit,
    @Nullable Double lowerBound,
    @Nullable Double upperBound,
    @Nullable String boundSource,
    @Nullable Long rowsEvaluated,
    @Nullable Long rowsFailed,
    Outcome outcome,
    @Nullable String message,
    @Nullable String errorClass,
    List<String> samples,
    long cpuMs) {

  public RuleOutcome {
    samples = List.copyOf(samples);
  }

  /** {@code rowsFailed / rowsEvaluated}; null without either, or with no row. */
  public @Nullable Double failRatio() {
    if (rowsFailed == null || rowsEvaluated == null || rowsEvaluated == 0) {
      return null;
    }
    return (double) rowsFailed / rowsEvaluated;
  }

  /** The same with its share of the task CPU. */
  RuleOutcome withCpu(long millis) {
    return new RuleOutcome(
        rule,
        segmentKey,
        segmentValue,
        metricName,
        metricValue,
        metricUnit,
        lowerBound,
        upperBound,
        boundSource,
        rowsEvaluated,
        rowsFailed,
        outcome,
        message,
        errorClass,
        samples,
        millis);
  }
}
