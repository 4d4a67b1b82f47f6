package io.tidemark.featurestore.pit;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The aggregations of a view that is merged.
 *
 * @param id position of the column that tells events apart
 * @param inputs positions of the columns that are aggregated
 * @param keyType the key as a struct, by the names of the view's keys, for messages
 */
record MergedWindows(
    List<MergedWindow> windows,
    int id,
    DataType idType,
    int[] inputs,
    DataType[] inputTypes,
    SparkInternals.Conditions conditions,
    StructType keyType)
    implements Serializable {

  /** The width of the widest. */
  long width() {
    return windows.stream().mapToLong(MergedWindow::width).max().orElse(0);
  }
}
