package io.tidemark.featurestore.pit;

import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A view's history as it lies in its table: in {@code buckets} parts by {@code pmod(hash(keys),
 * buckets)}, each of sorted files.
 *
 * @param columns the table's columns, of the files and partitions
 * @param newestSeq rows of a greater {@code _seq} are not there; null if all are
 */
public record SortedRuns(
    int buckets, List<RunFile> files, StructType columns, @Nullable Long newestSeq) {

  /** Column of the ordinal of the append that brought a row. */
  static final String SEQ = "_seq";

  public SortedRuns {
    files = List.copyOf(files);
  }
}
