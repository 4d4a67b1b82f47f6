package io.tidemark.lineage;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A data file of a version of a Delta table.
 *
 * @param path relative to the table's folder
 * @param size in bytes
 * @param partition partition column to value as the log has it; NULL as null
 * @param statistics the log's JSON about its rows, null if there is none
 * @param whole whether all its rows are the table's: none is marked as deleted
 */
public record DataFile(
    String path,
    long size,
    SortedMap<String, @Nullable String> partition,
    @Nullable String statistics,
    boolean whole) {
  public DataFile {
    partition = Collections.unmodifiableSortedMap(new TreeMap<>(partition));
  }
}
