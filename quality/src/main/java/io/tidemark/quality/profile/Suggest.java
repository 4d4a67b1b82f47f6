package io.tidemark.quality.profile;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.tidemark.lineage.definition.SqlType;
import io.tidemark.quality.definition.DataRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * Proposes a suite. Ideas come from the profile, and from Deequ on the first thousand rows; a rule
 * is proposed only if all rows obey it, and says how many there were. Freshness is not: how old
 * data may be, they don't say.
 */
public final class Suggest {

  /** Each is a shuffle of the table. */
  private static final int MOST_KEYS = 5;

  private Suggest() {}

  /**
   * One QualitySuite document. Run on the same data it neither fails nor errs, and the same data
   * give the same text.
   *
   * @param profile of these rows
   */
  public static String yaml(
      String suiteName, DataRef dataset, Dataset<Row> rows, TableProfile profile) {
    return SuiteText.of(suiteName, dataset, profile.rows(), suggestions(rows, profile));
  }

  private static List<Suggestion> suggestions(Dataset<Row> rows, TableProfile profile) {
    List<Suggestion> suggestions = new ArrayList<>();
    schema(rows).ifPresent(suggestions::add);
    suggestions.add(rowCount(profile.rows()));
    if (profile.rows() == 0) {
      return suggestions;
    }
    Sample sample = Sample.of(rows);
    List<Suggestion> ofColumns = new ArrayList<>();
    int keys = 0;
    for (int i = 0; i < profile.columns().size(); i++) {
      ColumnProfile column = profile.columns().get(i);
      if (!canBeNamed(column.name())) {
        continue;
      }
      ofColumns.addAll(ColumnSuggestions.of(column, i, sample));
      if (keys < MOST_KEYS && ColumnSuggestions.isKeyLike(column, i, sample)) {
        keys++;
        unique(rows, column).ifPresent(ofColumns::add);
      }
    }
    suggestions.addAll(checked(rows, ofColumns));
    return suggestions;
  }

  private static Optional<Suggestion> schema(Dataset<Row> rows) {
    List<String> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (StructField field : rows.schema().asNullable().fields()) {
      Optional<String> type = type(field);
      // A file cannot say what such a column is.
      if (type.isEmpty()
          || !canBeNamed(field.name())
          || !names.add(field.name().toLowerCase(Locale.ROOT))) {
        return Optional.empty();
      }
      columns.add(
          "{name: %s, type: %s}"
              .formatted(YamlText.scalar(field.name()), YamlText.scalar(type.get())));
    }
    String evidence = "these are its " + columns.size() + " columns";
    return columns.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Suggestion.of("columns", null, "schema", evidence)
                .with("columns", SuiteText.items(columns)));
  }

  private static Optional<String> type(StructField field) {
    try {
      return Optional.of(SqlType.parse(field.dataType().sql()).ddl());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Suggestion rowCount(long rows) {
    String between = rows == 0 ? "[0, null]" : "[" + (rows + 1) / 2 + ", " + 2 * rows + "]";
    return Suggestion.of("rows", null, "row_count", SuiteText.count(rows) + " rows")
        .with("between", between)
        .asObserved();
  }

  private static Optional<Suggestion> unique(Dataset<Row> rows, ColumnProfile column) {
    Column key = col("`" + column.name().replace("`", "``") + "`");
    boolean repeated =
        column.values() == null
            || (!column.values().exact()
                && !rows.groupBy(key.as("key"))
                    .agg(count(lit(1)).as("n"))
                    .where("n > 1")
                    .isEmpty());
    return repeated
        ? Optional.empty()
        : Optional.of(
            Suggestion.of(
                    "unique",
                    column.name(),
                    "unique",
                    "all " + SuiteText.count(column.rows()) + " rows have different values")
                .with("columns", YamlText.list(List.of(column.name()))));
  }

  /** Those that no row violates, found in one scan. */
  private static List<Suggestion> checked(Dataset<Row> rows, List<Suggestion> suggestions) {
    List<Column> violations = new ArrayList<>();
    for (Suggestion each : suggestions) {
      if (each.violated() != null) {
        violations.add(
            coalesce(sum(when(each.violated(), 1).otherwise(0)), lit(0))
                .as("v" + violations.size()));
      }
    }
    if (violations.isEmpty()) {
      return suggestions;
    }
    Row counted = rows.select(violations.toArray(new Column[0])).head();
    List<Suggestion> hold = new ArrayList<>();
    int at = 0;
    for (Suggestion each : suggestions) {
      if (each.violated() == null || counted.getLong(at++) == 0) {
        hold.add(each);
      }
    }
    return hold;
  }

  /** Whether text would be taken for a reference to a variable. */
  static boolean isReference(String text) {
    return text.contains("${");
  }

  private static boolean canBeNamed(String column) {
    return !column.isBlank() && !isReference(column);
  }
}
