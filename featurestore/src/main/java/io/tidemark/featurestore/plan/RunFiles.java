package io.tidemark.featurestore.plan;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DatetimeType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** How the Parquet files of a feature table are written: to be read forwards, in large batches. */
final class RunFiles {
  private static final String ROW_GROUP = Integer.toString(8 << 20);
  private static final String DICTIONARY = "parquet.enable.dictionary#";

  private RunFiles() {}

  /**
   * Properties of the table. Delta hands them to the Parquet writer, and drops a write's options.
   *
   * <p>Numbers and times have no dictionary: in row groups so small it would hold nearly every
   * value once, and cost three times as much to write and half as much again to read. Nor have
   * keys, every one of which is looked at.
   */
  static SortedMap<String, String> properties(StructType columns, List<String> keys) {
    SortedMap<String, String> properties = new TreeMap<>();
    properties.put("parquet.block.size", ROW_GROUP);
    for (StructField column : columns.fields()) {
      if (keys.contains(column.name()) || isPlain(column.dataType())) {
        properties.put(DICTIONARY + column.name(), "false");
      }
    }
    return properties;
  }

  private static boolean isPlain(DataType type) {
    return type instanceof NumericType || type instanceof DatetimeType;
  }
}
