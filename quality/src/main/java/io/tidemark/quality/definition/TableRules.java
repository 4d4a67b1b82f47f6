package io.tidemark.quality.definition;

import static io.tidemark.quality.definition.RuleFields.ON_NAN;
import static io.tidemark.quality.definition.RuleFields.ON_NULL;
import static io.tidemark.quality.definition.RuleFields.SEGMENT_BY;
import static io.tidemark.quality.definition.RuleFields.TOLERANCE;
import static io.tidemark.quality.definition.RuleFields.WHERE;

import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Interval;
import io.tidemark.lineage.definition.Numbers;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.SqlType;
import io.tidemark.lineage.definition.Types;
import io.tidemark.lineage.definition.ValueType;
import io.tidemark.quality.definition.Check.Metric;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the rules are written that decide for a table. */
final class TableRules {
  private static final Field<Between> BETWEEN =
      Field.optional("between", Types.converted(Numbers.interval(), TableRules::between));
  private static final Field<Anomaly> ANOMALY = Field.optional("anomaly", Anomalies.TYPE);
  private static final Field<Metric> METRIC = Field.required("metric", Types.choice(Metric.class));
  private static final Field<BigDecimal> Q = Field.optional("q", Numbers.fraction());
  private static final Field<String> COLUMN = Field.required("column", Types.column());
  private static final Field<Duration> MAX_AGE = Field.required("maxAge", Types.duration());
  private static final Field<Boolean> WALL_CLOCK =
      Field.optional("clock", Types.choice("logical", "wall")).orElse("logical");
  private static final Field<Boolean> BACKWARD =
      Field.optional("mode", Types.choice("exact", "backward")).orElse("exact");
  private static final Field<Boolean> ALLOW_NEW =
      Field.optional("allowNew", Types.bool()).orElse(true);
  private static final Field<String> NAME = Field.required("name", Types.column());
  private static final Field<SqlType> TYPE = Field.required("type", Types.sqlType());
  private static final Field<List<Check.Expected>> COLUMNS =
      Field.optional(
          "columns",
          Types.someOf(
              Types.object(
                  Shape.of(NAME, TYPE),
                  f -> {},
                  f -> new Check.Expected(f.get(NAME), f.get(TYPE).ddl()))));
  private static final ValueType<List<String>> SOME_COLUMNS =
      Types.either(Types.converted(Types.column(), List::of), Types.setOf(Types.column()));
  private static final Field<List<String>> DETERMINANT =
      Field.required("determinant", SOME_COLUMNS);
  private static final Field<List<String>> DEPENDENT = Field.required("dependent", SOME_COLUMNS);
  static final Field<String> SQL = Field.required("sql", Types.query());

  static final List<RuleForm> FORMS =
      List.of(
          new RuleForm(
              "row_count",
              shape(BETWEEN, ANOMALY),
              TableRules::checkBetween,
              rule -> new Check.RowCount(rule.find(BETWEEN), rule.find(ANOMALY))),
          new RuleForm(
              "metric",
              shape(METRIC, Q, COLUMN, BETWEEN, ANOMALY),
              TableRules::checkMetric,
              TableRules::measure),
          new RuleForm(
              "freshness",
              shape(COLUMN, MAX_AGE, WALL_CLOCK),
              rule -> {},
              rule ->
                  new Check.Freshness(rule.get(COLUMN), rule.get(MAX_AGE), rule.get(WALL_CLOCK))),
          new RuleForm(
              "schema",
              RuleFields.shape(List.of(WHERE, ON_NULL, ON_NAN), BACKWARD, ALLOW_NEW, COLUMNS),
              TableRules::checkColumns,
              rule ->
                  new Check.SchemaIs(!rule.get(BACKWARD), rule.get(ALLOW_NEW), rule.list(COLUMNS))),
          new RuleForm(
              "functional_dependency",
              RuleFields.shape(
                  List.of(WHERE, SEGMENT_BY, ON_NULL, ON_NAN, TOLERANCE), DETERMINANT, DEPENDENT),
              TableRules::unifyColumns,
              rule -> new Check.FunctionalDependency(rule.get(DETERMINANT), rule.get(DEPENDENT))),
          new RuleForm(
              "sql_metric",
              RuleFields.shape(List.of(ON_NULL, ON_NAN), SQL, BETWEEN, ANOMALY),
              TableRules::checkBetween,
              rule -> new Check.SqlMetric(rule.get(SQL), rule.find(BETWEEN), rule.find(ANOMALY))));

  private TableRules() {}

  private static Shape shape(Field<?>... own) {
    return RuleFields.shape(List.of(WHERE, SEGMENT_BY, ON_NULL, ON_NAN), own);
  }

  private static Between between(Interval interval) {
    return new Between(asDouble(interval.lower()), asDouble(interval.upper()));
  }

  private static void checkBetween(Fields rule) {
    if (!rule.has(BETWEEN) && !rule.has(ANOMALY)) {
      rule.error(
          "",
          "MISSING_FIELD",
          "The rule has neither between nor anomaly",
          "give between: [lower, upper], or anomaly: {method: mad}");
    }
  }

  private static void checkMetric(Fields rule) {
    checkBetween(rule);
    Metric metric = rule.find(METRIC);
    if (metric == Metric.QUANTILE && !rule.has(Q)) {
      rule.error("", "MISSING_FIELD", "q is missing", "a quantile needs it, as q: 0.95");
    } else if (metric != null && metric != Metric.QUANTILE && rule.has(Q)) {
      rule.error(Q, "CONFLICT", "q is for metric quantile only", "remove it");
    }
  }

  private static Check measure(Fields rule) {
    return new Check.Measure(
        rule.get(METRIC),
        asDouble(rule.find(Q)),
        rule.get(COLUMN),
        rule.find(BETWEEN),
        rule.find(ANOMALY));
  }

  private static void checkColumns(Fields rule) {
    List<Check.Expected> columns = rule.list(COLUMNS);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i).name();
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        rule.error(
            rule.item(COLUMNS, i) + ".name",
            "DUPLICATE_ITEM",
            "The column " + name + " stands twice in columns",
            "remove or rename one");
      }
    }
  }

  /** One column is the same rule whether it is written as a list or not. */
  private static void unifyColumns(Fields rule) {
    for (Field<List<String>> field : List.of(DETERMINANT, DEPENDENT)) {
      List<String> columns = rule.find(field);
      if (columns != null) {
        rule.set(field, columns, columns);
      }
    }
  }

  private static @Nullable Double asDouble(@Nullable BigDecimal number) {
    return number == null ? null : number.doubleValue();
  }
}
