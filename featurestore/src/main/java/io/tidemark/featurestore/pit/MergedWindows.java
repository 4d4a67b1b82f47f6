package io.tidemark.featurestore.pit;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The aggregations of a view that is merged.
 *
 * @param view its name
 * @param most so many events of a key are held in memory; others lie on disk
 * @param deleted position of the column that marks deletions
 * @param tie position of the column that decides between versions known at once, -1 if none does
 * @param id position of the column that tells events apart
 * @param inputs positions of the columns that are aggregated
 * @param keyType the key as a struct, by the names of the view's keys, for messages
 */
record MergedWindows(
    String view,
    int most,
    List<MergedWindow> windows,
    int deleted,
    int tie,
    @Nullable DataType tieType,
    int id,
    DataType idType,
    int[] inputs,
    DataType[] inputTypes,
    SparkInternals.Conditions conditions,
    StructType keyType)
    implements Serializable {

  /** The first event time that any window at a time, or at a later one, holds. */
  long from(long time) {
    long from = Long.MAX_VALUE;
    for (MergedWindow window : windows) {
      from = Math.min(from, window.from(time));
    }
    return from;
  }

  /** The last event time that any window at a time can hold. */
  long to(long time) {
    long to = Long.MIN_VALUE;
    for (MergedWindow window : windows) {
      to = Math.max(to, window.to(time));
    }
    return to;
  }
}
