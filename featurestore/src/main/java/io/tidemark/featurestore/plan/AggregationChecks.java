package io.tidemark.featurestore.plan;

import io.tidemark.featurestore.definition.Aggregation;
import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.featurestore.pit.AggregateTypes;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.Predicates;
import io.tidemark.lineage.SourceTable;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Whether a source has what a view aggregates, of types that the functions take. */
final class AggregationChecks {
  private static final String NOT_IN_A_COLUMN_NAME = " ,;{}()\n\t=";

  private final Declared<FeatureViewDefinition> view;
  private final SourceTable rows;
  private final List<Problem> problems = new ArrayList<>();

  private AggregationChecks(Declared<FeatureViewDefinition> view, SourceTable rows) {
    this.view = view;
    this.rows = rows;
  }

  static List<Problem> of(Declared<FeatureViewDefinition> view, SourceTable rows) {
    AggregationChecks checks = new AggregationChecks(view, rows);
    List<Aggregation> aggregations = view.definition().aggregations();
    for (int i = 0; i < aggregations.size(); i++) {
      checks.check(aggregations.get(i), "spec.aggregations[" + i + "]");
    }
    return checks.problems;
  }

  private void check(Aggregation aggregation, String path) {
    StructType schema = rows.schema();
    String column = aggregation.column();
    Optional<StructField> field = column == null ? Optional.empty() : Columns.field(schema, column);
    if (column != null && field.isEmpty()) {
      problems.add(Columns.missing(view, path + ".column", column, schema));
      return;
    }
    DataType input = field.map(StructField::dataType).orElse(null);
    Optional<DataType> result = AggregateTypes.result(aggregation.function(), input);
    if (result.isEmpty()) {
      problems.add(wrongType(aggregation, path, column, input));
    } else if (aggregation.empty() != null) {
      empty(aggregation.empty(), result.get(), path + ".empty");
    }
    if (column != null) {
      writable(column, path + ".column");
    }
    String where = aggregation.where();
    if (where != null) {
      where(where, path + ".where");
    }
  }

  private Problem wrongType(
      Aggregation aggregation, String path, @Nullable String column, @Nullable DataType input) {
    String function = aggregation.function().name().toLowerCase(Locale.ROOT);
    return view.error(
        path + ".fn",
        "AGGREGATE_TYPE",
        "%s cannot be computed of column `%s`, which has type %s"
            .formatted(function, column, input == null ? "none" : Columns.sql(input)),
        function + " takes " + AggregateTypes.takes(aggregation.function()));
  }

  private void empty(String text, DataType type, String path) {
    try {
      AggregateTypes.value(text, type);
    } catch (IllegalArgumentException e) {
      problems.add(
          view.error(
              path,
              "TYPE_MISMATCH",
              "empty is '%s', the aggregation's type is %s".formatted(text, Columns.sql(type)),
              "write a value of that type"));
    }
  }

  private void where(String text, String path) {
    try {
      Predicates.compile(view, path, text, rows.rows());
      Predicates.columns(text).forEach(column -> writable(column, path));
    } catch (Refusal refusal) {
      problems.addAll(refusal.problems());
    }
  }

  private void writable(String column, String path) {
    if (column.chars().anyMatch(c -> NOT_IN_A_COLUMN_NAME.indexOf(c) >= 0)) {
      problems.add(
          view.error(
              path,
              "COLUMN_NAME",
              "no table can have a column called '" + FeatureTable.INPUT + column + "'",
              "rename the column in the source"));
    }
  }
}
