package io.tidemark.quality.store;

import io.tidemark.quality.definition.Rule.Severity;
import io.tidemark.quality.engine.Finding;
import io.tidemark.quality.engine.Outcome;
import io.tidemark.quality.engine.RuleOutcome;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/**
 * What people are told of a rule's outcome, whether it was just judged or read again.
 *
 * @param segment a JSON array of the segment's values; null for the whole
 * @param metric {@code fail_ratio} for row rules and functional dependencies
 */
public record RuleResult(
    LocalDate logicalDate,
    String rule,
    Severity severity,
    @Nullable String segment,
    Outcome outcome,
    String metric,
    @Nullable Double value,
    @Nullable Double lower,
    @Nullable Double upper,
    @Nullable String boundSource,
    @Nullable Long rowsEvaluated,
    @Nullable Long rowsFailed,
    @Nullable String message) {

  /** The columns that {@link #of(Row)} reads, in its order. */
  static final List<Column> COLUMNS =
      List.of(
          functions.expr("unix_date(logical_date)"),
          functions.col("rule_id"),
          functions.col("severity"),
          functions.col("segment_value"),
          functions.col("status"),
          functions.col("metric_name"),
          functions.col("metric_value"),
          functions.col("lower_bound"),
          functions.col("upper_bound"),
          functions.col("bound_source"),
          functions.col("rows_evaluated"),
          functions.col("rows_failed"),
          functions.col("message"));

  /** An outcome of a run about a date. */
  public static RuleResult of(LocalDate logicalDate, RuleOutcome outcome) {
    return new RuleResult(
        logicalDate,
        outcome.rule().id(),
        outcome.rule().severity(),
        outcome.segmentValue(),
        outcome.outcome(),
        outcome.metricName(),
        outcome.metricValue(),
        outcome.lowerBound(),
        outcome.upperBound(),
        outcome.boundSource(),
        outcome.rowsEvaluated(),
        outcome.rowsFailed(),
        outcome.message());
  }

  static RuleResult of(Row row) {
    return new RuleResult(
        LocalDate.ofEpochDay(row.getInt(0)),
        row.getString(1),
        Severity.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
        row.getString(3),
        Outcome.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
        row.getString(5),
        row.getAs(6),
        row.getAs(7),
        row.getAs(8),
        row.getString(9),
        row.getAs(10),
        row.getAs(11),
        row.getString(12));
  }

  /** True for the rule's own row, false for one of its segments. */
  public boolean isWhole() {
    return segment == null;
  }

  /** What it adds to a verdict. */
  public Finding finding() {
    return new Finding(severity, outcome);
  }
}
