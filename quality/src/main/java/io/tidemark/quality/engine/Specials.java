package io.tidemark.quality.engine;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.tidemark.lineage.Columns;
import io.tidemark.quality.definition.Rule;
import io.tidemark.quality.definition.Rule.Special;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows that NULL or NaN decides, before their values are looked at. */
final class Specials {

  /** The row is in scope and not evaluated. */
  static final int SKIPPED = 0;

  static final int GOOD = 1;
  static final int FAILED = 2;

  /** The row's values decide. */
  static final int OPEN = 3;

  private Specials() {}

  /** What a row is so far: one of the four numbers, NULL where it is out of scope. */
  static Column state(Rule rule, Column scope, List<String> columns, StructType schema) {
    Column state =
        when(anyNull(columns), lit(number(rule.onNull())))
            .when(anyNaN(columns, schema), lit(number(rule.onNaN())))
            .otherwise(lit(OPEN));
    return when(scope, state);
  }

  /**
   * A row's verdict.
   *
   * @param good of rows without NULL and NaN; where it is NULL, {@code onNull} decides
   */
  static Column verdict(
      Rule rule, Column scope, List<String> columns, StructType schema, Column good) {
    Column open = coalesce(good, decided(rule.onNull()));
    return when(
        scope,
        when(anyNull(columns), decided(rule.onNull()))
            .when(anyNaN(columns, schema), decided(rule.onNaN()))
            .otherwise(open));
  }

  static Column anyNull(List<String> columns) {
    return columns.stream()
        .map(c -> Columns.named(c).isNull())
        .reduce(Column::or)
        .orElse(lit(false));
  }

  static Column anyNaN(List<String> columns, StructType schema) {
    return columns.stream()
        .filter(c -> Columns.field(schema, c).filter(f -> isFloating(f.dataType())).isPresent())
        .map(c -> isnan(Columns.named(c)))
        .reduce(Column::or)
        .orElse(lit(false));
  }

  static boolean isFloating(DataType type) {
    return DataTypes.DoubleType.equals(type) || DataTypes.FloatType.equals(type);
  }

  private static Column decided(Special special) {
    return switch (special) {
      case FAIL -> lit(false);
      case PASS -> lit(true);
      case SKIP -> lit(null).cast(DataTypes.BooleanType);
    };
  }

  private static int number(Special special) {
    return switch (special) {
      case FAIL -> FAILED;
      case PASS -> GOOD;
      case SKIP -> SKIPPED;
    };
  }
}
