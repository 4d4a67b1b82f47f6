package io.tidemark.lineage;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How rows are appended to a table.
 *
 * @param readVersion the table's version that the rows were computed from
 * @param seq the ordinal of the append, one more than the table's greatest; taken at most once
 * @param options further options of Delta's writer, for example {@code maxRecordsPerFile}
 */
public record AppendSpec(
    long readVersion, long seq, List<String> partitionBy, SortedMap<String, String> options) {

  public AppendSpec {
    partitionBy = List.copyOf(partitionBy);
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
  }

  public AppendSpec(long readVersion, long seq, List<String> partitionBy) {
    this(readVersion, seq, partitionBy, new TreeMap<>());
  }
}
