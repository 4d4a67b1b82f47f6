package io.tidemark.lineage;

import static org.apache.spark.sql.functions.call_udf;
import static org.apache.spark.sql.functions.col;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SqlType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns by their exact names, and checks of what a table has against what is declared. */
public final class Columns {
  private Columns() {}

  /** The column of exactly this name, whatever characters it holds. */
  public static Column named(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }

  /** Spark's type for a declared one. */
  public static DataType type(SqlType type) {
    return DataType.fromDDL(type.ddl());
  }

  /** A type as SQL writes it, without nullability. */
  public static String sql(DataType type) {
    return type.catalogString().toUpperCase(Locale.ROOT);
  }

  /** Whether two types are equal up to nullability. */
  public static boolean equal(DataType a, DataType b) {
    return a.catalogString().equals(b.catalogString());
  }

  /** The field of exactly this name. */
  public static Optional<StructField> field(StructType schema, String name) {
    return Arrays.stream(schema.fields()).filter(f -> f.name().equals(name)).findFirst();
  }

  /**
   * The type of a column that has to be there.
   *
   * @throws Refusal at the field of the object that names it
   */
  public static DataType require(Declared<?> owner, String path, String name, StructType schema) {
    return field(schema, name)
        .map(StructField::dataType)
        .orElseThrow(() -> new Refusal(2, List.of(missing(owner, path, name, schema))));
  }

  /** The problem that a column is missing from a schema. */
  public static Problem missing(Declared<?> owner, String path, String name, StructType schema) {
    String near =
        Arrays.stream(schema.fieldNames())
            .filter(n -> n.equalsIgnoreCase(name))
            .findFirst()
            .map(n -> "write `" + n + "`, as the source does")
            .orElse("name one of its columns: " + listed(schema.fieldNames()));
    return owner.error(
        path, "COLUMN_MISSING", "the source has no column `%s`".formatted(name), near);
  }

  /** The problem that a column has another type than the declared one, if it has. */
  public static Optional<Problem> mismatch(
      Declared<?> owner, String path, String name, SqlType declared, DataType actual) {
    if (equal(type(declared), actual)) {
      return Optional.empty();
    }
    return Optional.of(
        owner.error(
            path,
            "TYPE_MISMATCH",
            "column `%s` of the source has type %s, declared is %s"
                .formatted(name, sql(actual), declared.ddl()),
            "declare the type that the source has, or convert the source; types are never"
                + " coerced"));
  }

  static Column timestampOfMicros(Column micros) {
    return call_udf("timestamp_micros", micros);
  }

  /** The microseconds since 1970 UTC of a TIMESTAMP. */
  public static Column microsOfTimestamp(Column time) {
    return call_udf("unix_micros", time);
  }

  /** The days since 1970 of a DATE. */
  public static Column daysOfDate(Column date) {
    return call_udf("unix_date", date);
  }

  private static String listed(String[] names) {
    int shown = Math.min(names.length, 20);
    String text = String.join(", ", Arrays.copyOf(names, shown));
    return shown < names.length ? text + ", …" : text;
  }
}
