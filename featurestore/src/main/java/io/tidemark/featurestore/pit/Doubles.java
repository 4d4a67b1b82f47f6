package io.tidemark.featurestore.pit;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;

/** Numbers as DOUBLE, as Spark casts them. */
interface Doubles {

  double of(Object number);

  static Doubles of(DataType type) {
    return type instanceof DecimalType
        ? number -> ((Decimal) number).toDouble()
        : number -> ((Number) number).doubleValue();
  }
}
