package io.tidemark.quality.profile;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.tidemark.quality.profile.ColumnProfile.Item;
import io.tidemark.quality.profile.ColumnProfile.Lengths;
import io.tidemark.quality.profile.ColumnProfile.Numbers;
import io.tidemark.quality.profile.ColumnProfile.Values;
import io.tidemark.quality.profile.DeequProfiler.Proposal;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;

/** What one column's profile proposes. */
final class ColumnSuggestions {

  /** Of more values than that, or of less rows for each, a list says little. */
  private static final int MOST_CATEGORIES = 30;

  private static final int ROWS_PER_CATEGORY = 10;
  private static final int LONGEST_CATEGORY = 100;

  /** Less rows have different values by chance. */
  private static final int LEAST_KEYS = 20;

  /** The estimate of a key's distinct values may be so far off. */
  private static final double ALMOST_ALL = 0.95;

  /** So much less than now is still complete enough. */
  private static final double SLACK = 0.05;

  private final ColumnProfile column;
  private final int ordinal;
  private final Sample sample;
  private final List<Suggestion> found = new ArrayList<>();

  private ColumnSuggestions(ColumnProfile column, int ordinal, Sample sample) {
    this.column = column;
    this.ordinal = ordinal;
    this.sample = sample;
  }

  /** The rules of a column with rows; those with a condition still have to be checked. */
  static List<Suggestion> of(ColumnProfile column, int ordinal, Sample sample) {
    ColumnSuggestions suggestions = new ColumnSuggestions(column, ordinal, sample);
    suggestions.nulls();
    if (column.present() > 0) {
      suggestions.numbers();
      suggestions.times();
      suggestions.text();
    }
    return suggestions.found;
  }

  /** Whether the column may be a key: only all rows can tell. */
  static boolean isKeyLike(ColumnProfile column, int ordinal, Sample sample) {
    Values values = column.values();
    return values != null
        && column.nulls() == 0
        && column.rows() >= LEAST_KEYS
        && isWhole(column.type(), true)
        && (sample.proposes(ordinal, Proposal.UNIQUE)
            || values.distinct() >= ALMOST_ALL * column.rows())
        && (!values.exact() || values.distinct() == column.rows());
  }

  private static boolean isWhole(DataType type, boolean orText) {
    return type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType
        || (orText && type instanceof StringType);
  }

  private void nulls() {
    if (column.nulls() == 0) {
      found.add(
          Suggestion.of("not_null", column.name(), "not_null", "0 of " + rows() + " rows are NULL")
              .with("columns", YamlText.list(List.of(column.name()))));
      return;
    }
    double share = (double) column.present() / column.rows();
    double lower = Math.floor((share - SLACK) * 100) / 100;
    if (lower > 0) {
      found.add(
          rule(
                  "complete",
                  "metric",
                  SuiteText.count(column.nulls()) + " of " + rows() + " rows are NULL")
              .with("metric", "completeness")
              .with("between", "[" + lower + ", null]")
              .asObserved());
    }
  }

  private void numbers() {
    Numbers numbers = column.numbers();
    Double least = numbers == null ? null : numbers.min();
    Double greatest = numbers == null ? null : numbers.max();
    if (numbers == null || least == null || greatest == null) {
      return;
    }
    String evidence = values() + " lie from " + column.least() + " to " + column.greatest();
    if (least >= 0 && sample.proposes(ordinal, Proposal.NOT_NEGATIVE)) {
      found.add(missing(rule("not_negative", "range", evidence).with("min", "0")));
    }
    Suggestion range = rule("range", "range", evidence).asObserved();
    if (!least.isInfinite()) {
      range = range.with("min", String.valueOf(column.least()));
    }
    if (!greatest.isInfinite()) {
      range = range.with("max", String.valueOf(column.greatest()));
    }
    if (range.fields().size() > 1) {
      found.add(missing(range));
    }
  }

  /** Times go on, so that only the first one is a bound. */
  private void times() {
    String least = column.least();
    boolean time = column.type() instanceof DateType || column.type() instanceof TimestampType;
    // Beyond these years a text is no ISO 8601.
    if (time && least != null && least.matches("(?!0000)[0-9]{4}-.*")) {
      found.add(
          missing(
              rule("range", "range", values() + " lie from " + least + " to " + column.greatest())
                  .asObserved()
                  .with("min", YamlText.scalar(least))));
    }
  }

  private void text() {
    Lengths lengths = column.lengths();
    Values values = column.values();
    if (lengths == null || values == null || categories(lengths, values)) {
      return;
    }
    TextShape.of(sample.texts(ordinal))
        .ifPresent(
            regex ->
                found.add(
                    missing(
                        rule("format", "pattern", values() + " match")
                            .with("regex", YamlText.scalar(regex))
                            .unless(not(reference().rlike("\\A(?:" + regex + ")\\z"))))));
    found.add(
        missing(
            rule(
                    "length",
                    "length",
                    values()
                        + " have from "
                        + SuiteText.count(lengths.min())
                        + " to "
                        + SuiteText.count(lengths.max())
                        + " characters")
                .asObserved()
                .with("min", Long.toString(lengths.min()))
                .with("max", Long.toString(lengths.max()))));
  }

  private boolean categories(Lengths lengths, Values values) {
    boolean few =
        values.complete()
            && values.distinct() <= MOST_CATEGORIES
            && (column.present() >= ROWS_PER_CATEGORY * values.distinct()
                || sample.proposes(ordinal, Proposal.CATEGORIES));
    List<String> texts = values.frequent().stream().map(Item::value).sorted().toList();
    if (!few || lengths.max() > LONGEST_CATEGORY || texts.stream().anyMatch(Suggest::isReference)) {
      return false;
    }
    found.add(
        missing(
            rule("values", "accepted_values", values() + " are one of " + texts.size())
                .with("values", YamlText.list(texts))
                .unless(not(reference().isin(texts.toArray())))));
    return true;
  }

  private Suggestion rule(String name, String type, String evidence) {
    return Suggestion.of(name, column.name(), type, evidence)
        .with("column", YamlText.scalar(column.name()));
  }

  /** NULL and NaN are no values, and other rules' concern. */
  private Suggestion missing(Suggestion rule) {
    Numbers numbers = column.numbers();
    Suggestion with = column.nulls() > 0 ? rule.with("onNull", "pass") : rule;
    return numbers != null && numbers.nans() > 0 ? with.with("onNaN", "pass") : with;
  }

  private Column reference() {
    return col("`" + column.name().replace("`", "``") + "`");
  }

  private String values() {
    Numbers numbers = column.numbers();
    return "all "
        + SuiteText.count(column.present() - (numbers == null ? 0 : numbers.nans()))
        + " values";
  }

  private String rows() {
    return SuiteText.count(column.rows());
  }
}
