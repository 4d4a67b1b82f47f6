package io.tidemark.quality.engine;

import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.tidemark.lineage.Columns;
import io.tidemark.quality.definition.Check;
import io.tidemark.quality.definition.Check.AcceptedValues;
import io.tidemark.quality.definition.Check.Length;
import io.tidemark.quality.definition.Check.Matches;
import io.tidemark.quality.definition.Check.NotNull;
import io.tidemark.quality.definition.Check.Range;
import io.tidemark.quality.definition.Check.SqlRow;
import io.tidemark.quality.definition.Rule;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Row rules that a row's own values decide. */
final class RowChecks {
  private final Dataset<Row> rows;
  private final StructType schema;
  private final SuiteSql sql;

  RowChecks(Dataset<Row> rows, SuiteSql sql) {
    this.rows = rows;
    this.schema = rows.schema();
    this.sql = sql;
  }

  /**
   * A rule as a column.
   *
   * @param scope TRUE for the rows in scope, never NULL
   * @throws UnfitRuleException if it does not fit the rows
   */
  Work.Rowwise compile(Rule rule, Column scope) {
    Check check = rule.check();
    if (check instanceof SqlRow given) {
      Column good = sql.predicate("expr", given.expr(), rows);
      Column verdict = Specials.verdict(rule, scope, List.of(), schema, good);
      return new Work.Rowwise(verdict, sql.columns(given.expr(), schema));
    }
    check.columns().forEach(column -> type(schema, column));
    Column verdict =
        check instanceof NotNull
            ? when(scope, not(Specials.anyNull(check.columns())))
            : Specials.verdict(rule, scope, check.columns(), schema, good(check));
    return new Work.Rowwise(verdict, check.columns());
  }

  private Column good(Check check) {
    if (check instanceof Range range) {
      return range(range);
    } else if (check instanceof AcceptedValues accepted) {
      return accepted(accepted);
    } else if (check instanceof Matches matches) {
      requireText(check, matches.column());
      return udf(new WholeMatch(matches.regex()), DataTypes.BooleanType)
          .apply(Columns.named(matches.column()));
    } else if (check instanceof Length given) {
      requireText(check, given.column());
      Column points = length(Columns.named(given.column())).cast(DataTypes.LongType);
      Column enough = given.min() == null ? lit(true) : points.geq(lit(given.min()));
      return given.max() == null ? enough : enough.and(points.leq(lit(given.max())));
    }
    throw new IllegalArgumentException("no row decides " + check.type() + " by itself");
  }

  private Column range(Range range) {
    Column column = Columns.named(range.column());
    DataType type = type(schema, range.column());
    Column enough =
        range.min() == null ? lit(true) : TypedText.within(column, type, range.min(), true);
    return range.max() == null
        ? enough
        : enough.and(TypedText.within(column, type, range.max(), false));
  }

  private Column accepted(AcceptedValues accepted) {
    Column column = Columns.named(accepted.column());
    DataType type = type(schema, accepted.column());
    List<Column> values =
        accepted.values().stream().map(text -> TypedText.literal(type, text)).toList();
    // A set of doubles tells 0.0 from -0.0.
    return Specials.isFloating(type)
        ? values.stream().map(column::equalTo).reduce(Column::or).orElse(lit(false))
        : column.isin(values.toArray());
  }

  private void requireText(Check check, String column) {
    DataType type = type(schema, column);
    if (!DataTypes.StringType.equals(type)) {
      throw new UnfitRuleException(
          "TYPE_UNFIT",
          "%s needs a column of type STRING, and `%s` has type %s"
              .formatted(check.type(), column, Columns.sql(type)));
    }
  }

  /**
   * The type of a column.
   *
   * @throws UnfitRuleException if there is no column of exactly this name
   */
  static DataType type(StructType schema, String column) {
    return Columns.field(schema, column)
        .orElseThrow(
            () ->
                new UnfitRuleException(
                    "COLUMN_MISSING",
                    "there is no column `%s`; there are %s".formatted(column, listed(schema))))
        .dataType();
  }

  private static String listed(StructType schema) {
    List<String> names = List.of(schema.fieldNames());
    int shown = Math.min(names.size(), 20);
    return String.join(", ", names.subList(0, shown)) + (shown < names.size() ? ", …" : "");
  }
}
