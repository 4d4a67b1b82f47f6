package io.tidemark.featurestore.pit;

import io.tidemark.lineage.DataFile;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
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

  private static final String BUCKET = "_bucket";

  public SortedRuns {
    files = List.copyOf(files);
  }

  /**
   * A feature table's files; null if they alone do not tell its rows.
   *
   * @param firstKey the first key column
   * @param newestSeq as above
   */
  public static @Nullable SortedRuns of(
      Run run,
      PinnedTable table,
      StructType columns,
      String firstKey,
      int buckets,
      @Nullable Long newestSeq) {
    List<RunFile> runs = new ArrayList<>();
    for (DataFile file : run.dataFiles(table)) {
      String bucket = file.partition().get(BUCKET);
      if (bucket == null || !file.whole()) {
        return null;
      }
      FileBounds bounds = FileBounds.of(file.statistics(), firstKey);
      if (newestSeq == null || bounds.leastSeq() <= newestSeq) {
        String path = new Path(new Path(table.location()), file.path()).toUri().toString();
        runs.add(new RunFile(path, file.size(), Integer.parseInt(bucket), bounds));
      }
    }
    return new SortedRuns(buckets, runs, columns, newestSeq);
  }
}
