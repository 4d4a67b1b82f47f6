package io.tidemark.featurestore.training;

import static org.apache.spark.sql.functions.base64;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.udf;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Scalars as {@code sql -o csv} writes them. The session's zone is UTC. */
final class KeyText {
  private static final String MICROS = "yyyy-MM-dd'T'HH:mm:ss.SSSSSS";

  private KeyText() {}

  /** Whether a type has values of one part. */
  static boolean isScalar(DataType type) {
    return !(type instanceof ArrayType || type instanceof MapType || type instanceof StructType);
  }

  static Column of(Column value, DataType type) {
    if (type instanceof TimestampType) {
      return date_format(value, MICROS + "'Z'");
    } else if (type instanceof TimestampNTZType) {
      return date_format(value, MICROS);
    } else if (type instanceof DecimalType) {
      UDF1<BigDecimal, String> plain = number -> number == null ? null : number.toPlainString();
      return udf(plain, DataTypes.StringType).apply(value);
    } else if (type instanceof DoubleType) {
      UDF1<Double, String> shortest =
          number -> number == null ? null : NumberOutput.toString(number, true);
      return udf(shortest, DataTypes.StringType).apply(value);
    } else if (type instanceof FloatType) {
      UDF1<Float, String> shortest =
          number -> number == null ? null : NumberOutput.toString(number, true);
      return udf(shortest, DataTypes.StringType).apply(value);
    } else if (type instanceof BinaryType) {
      return base64(value);
    }
    return value.cast(DataTypes.StringType);
  }
}
