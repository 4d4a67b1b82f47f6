package io.tidemark.featurestore.training;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/**
 * SQL expressions that give equal values equal text, and different values different text, in every
 * session, Java and order of map entries.
 */
final class RowEncoding {
  private static final String WITH_NULLS = "map('ignoreNullFields', 'false')";

  private RowEncoding() {}

  /** The whole row as JSON text. */
  static String row(StructType schema) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < schema.fields().length; i++) {
      StructField field = schema.fields()[i];
      fields.add("'c" + i + "', " + value(quoted(field.name()), field.dataType()));
    }
    return "to_json(named_struct(" + String.join(", ", fields) + "), " + WITH_NULLS + ")";
  }

  /** One value in a form that JSON and hash functions take without loss. */
  static String value(String sql, DataType type) {
    return value(sql, type, 0);
  }

  private static String value(String sql, DataType type, int depth) {
    if (type instanceof BooleanType || type instanceof IntegralType || type instanceof StringType) {
      return sql;
    }
    if (type instanceof DoubleType || type instanceof FloatType) {
      // xxhash64 of 64 bits is one to one, and unlike the text of a double the same in every JDK.
      return "if(%1$s IS NULL, NULL, xxhash64(CAST(%1$s AS DOUBLE)))".formatted(sql);
    }
    if (type instanceof TimestampType) {
      return "unix_micros(" + sql + ")";
    }
    if (type instanceof DateType) {
      return "unix_date(" + sql + ")";
    }
    if (type instanceof BinaryType) {
      return "hex(" + sql + ")";
    }
    if (type instanceof ArrayType array) {
      String each = "v" + depth;
      return "transform(%s, %s -> %s)"
          .formatted(sql, each, value(each, array.elementType(), depth + 1));
    }
    if (type instanceof MapType map) {
      String each = "v" + depth;
      String key = value(each + ".key", map.keyType(), depth + 1);
      String value = value(each + ".value", map.valueType(), depth + 1);
      return "array_sort(transform(map_entries(%s), %s -> to_json(named_struct('k', %s, 'v', %s), %s)))"
          .formatted(sql, each, key, value, WITH_NULLS);
    }
    if (type instanceof StructType struct) {
      List<String> fields = new ArrayList<>();
      fields.add("'is', true");
      for (int i = 0; i < struct.fields().length; i++) {
        StructField field = struct.fields()[i];
        String child = sql + "." + quoted(field.name());
        fields.add("'c" + i + "', " + value(child, field.dataType(), depth + 1));
      }
      return "if(%s IS NULL, NULL, named_struct(%s))".formatted(sql, String.join(", ", fields));
    }
    return "CAST(" + sql + " AS STRING)";
  }

  static String quoted(String name) {
    return '`' + name.replace("`", "``") + '`';
  }
}
