package io.tidemark.featurestore.materialize;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Values as grouping compares them: NULL and NaN equal themselves at any depth, which Spark sees
 * to, and maps are equal when their entries are, which it refuses to compare.
 */
final class Canonical {
  private Canonical() {}

  /** Whether grouping by the column itself would change or refuse its value. */
  static boolean differs(DataType type) {
    if (type instanceof ArrayType array) {
      return differs(array.elementType());
    }
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields()).anyMatch(f -> differs(f.dataType()));
    }
    // Grouping makes one of 0.0 and -0.0, and the stored value has to be the source's.
    return type instanceof MapType
        || DataTypes.FloatType.equals(type)
        || DataTypes.DoubleType.equals(type);
  }

  /** The value with its maps as sorted entries. */
  static Column of(Column value, DataType type) {
    if (!hasMap(type)) {
      return value;
    }
    if (type instanceof ArrayType array) {
      return transform(value, element -> of(element, array.elementType()));
    }
    if (type instanceof MapType map) {
      return array_sort(
          transform(
              map_entries(value),
              entry ->
                  struct(
                      entry.getField("key").as("key"),
                      of(entry.getField("value"), map.valueType()).as("value"))));
    }
    StructType struct = (StructType) type;
    Column[] fields =
        Arrays.stream(struct.fields())
            .map(f -> of(value.getField(f.name()), f.dataType()).as(f.name()))
            .toArray(Column[]::new);
    return when(value.isNotNull(), struct(fields));
  }

  private static boolean hasMap(DataType type) {
    if (type instanceof ArrayType array) {
      return hasMap(array.elementType());
    }
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields()).map(StructField::dataType).anyMatch(Canonical::hasMap);
    }
    return type instanceof MapType;
  }
}
