package io.tidemark.lineage;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.tidemark.lineage.definition.TimeColumn;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;

/**
 * Fields of a CSV file taken by the letter. Spark's reader rounds decimals, cuts times, guesses
 * dates and reads {@code 5d} as a number; here such a field refuses the run, and is named with its
 * column and its file, which Spark's reader does not say.
 */
final class CsvFields {

  private static final String DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
  private static final String NUMBER =
      "^(?:[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|[+-]?(?:Inf|Infinity))$";
  private static final String INTEGER = "^[+-]?[0-9]+$";
  private static final String BOOLEAN = "^(?i:true|false)$";
  private static final String DECIMAL = "^[+-]?(?=\\.?[0-9])[0-9]*(?:\\.[0-9]{0,%d}0*)?$";

  /** With these the user has said how such fields are written. */
  private static final Map<DataType, List<String>> SPELLINGS =
      Map.of(
          DataTypes.DateType, List.of("dateFormat"),
          DataTypes.TimestampType, List.of("timestampFormat"),
          DataTypes.FloatType, List.of("nanValue", "positiveInf", "negativeInf"),
          DataTypes.DoubleType, List.of("nanValue", "positiveInf", "negativeInf"));

  private final TreeSet<String> options = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  CsvFields(Map<String, String> options) {
    this.options.addAll(options.keySet());
  }

  /** The type that Spark's reader is to give a field of a declared type. */
  DataType read(DataType declared) {
    return isOurs(declared) ? DataTypes.StringType : declared;
  }

  /** The field that was read, as its declared type; the query fails where it is none. */
  Column typed(String name, DataType declared) {
    Column text = Columns.named(name);
    if (!isOurs(declared)) {
      return text;
    }
    Column value = value(text, declared);
    Column problem =
        concat(
            lit("Encountered error while reading file "),
            col("_metadata.file_path"),
            lit(". Details: MALFORMED_CSV_RECORD Malformed CSV record: column `"),
            lit(name),
            lit("` is no " + Columns.sql(declared) + ": "),
            text);
    return when(text.isNotNull(), when(value.isNotNull(), value).otherwise(raise_error(problem)));
  }

  private boolean isOurs(DataType type) {
    return type instanceof DecimalType
        || type instanceof IntegralType
        || type instanceof BooleanType
        || (SPELLINGS.containsKey(type)
            && SPELLINGS.get(type).stream().noneMatch(options::contains));
  }

  /** NULL for what is not written as it should be. */
  private static Column value(Column text, DataType type) {
    Column cast = text.cast(type);
    if (type instanceof DecimalType decimal) {
      return when(text.rlike(DECIMAL.formatted(decimal.scale())), cast);
    }
    if (type instanceof IntegralType) {
      return when(text.rlike(INTEGER), cast);
    }
    if (type instanceof BooleanType) {
      return when(text.rlike(BOOLEAN), cast);
    }
    if (type.equals(DataTypes.DateType)) {
      return when(text.rlike(DATE), cast);
    }
    if (type.equals(DataTypes.TimestampType)) {
      TimeColumn iso = new TimeColumn("", null, "iso8601", "UTC");
      return Columns.timestampOfMicros(udf(TimeText.reader(iso), DataTypes.LongType).apply(text));
    }
    Column overflows = abs(cast).equalTo(Double.POSITIVE_INFINITY).and(text.rlike("[0-9]"));
    return when(text.rlike(NUMBER).and(not(overflows)), cast);
  }
}
