package io.tidemark.featurestore.pit;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.transform;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;

/**
 * Numbers are compared as numbers: there is one zero, whatever its sign, where they are counted.
 */
final class Zeros {
  private Zeros() {}

  /** The same value, zero without a sign. */
  static Object one(Object value) {
    if (value instanceof Double number && number == 0) {
      return 0.0;
    } else if (value instanceof Float number && number == 0) {
      return 0.0f;
    }
    return value;
  }

  /** The same array, zeros without a sign. */
  static Column one(Column values, DataType type) {
    return type instanceof DoubleType || type instanceof FloatType
        ? transform(values, each -> each.plus(lit(0).cast(type)))
        : values;
  }
}
