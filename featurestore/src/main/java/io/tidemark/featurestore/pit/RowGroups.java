package io.tidemark.featurestore.pit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/** What a file's footer says of its row groups, of which some columns are read. */
final class RowGroups {
  private final ParquetMetadata footer;
  private final List<BlockMetaData> groups;
  private final Set<String> columns;
  private final ColumnPath firstKey;

  /**
   * @param columns those that are read, the first key before all others
   */
  RowGroups(ParquetMetadata footer, List<String> columns) {
    this.footer = footer;
    this.groups = footer.getBlocks();
    this.columns = new HashSet<>(columns);
    this.firstKey = ColumnPath.get(columns.get(0));
  }

  int count() {
    return groups.size();
  }

  long rows(int group) {
    return groups.get(group).getRowCount();
  }

  /** How large the columns that are read are in the file. */
  long bytes(int group) {
    return groups.get(group).getColumns().stream()
        .filter(column -> columns.contains(column.getPath().toArray()[0]))
        .mapToLong(ColumnChunkMetaData::getTotalSize)
        .sum();
  }

  /** The greatest first key; the greatest number of all if the footer does not say. */
  long lastKey(int group) {
    return key(group, Statistics::genericGetMax, Long.MAX_VALUE);
  }

  /** Whether each begins with no smaller a first key than the one before ends with. */
  boolean areSorted() {
    for (int i = 1; i < groups.size(); i++) {
      if (key(i, Statistics::genericGetMin, Long.MAX_VALUE)
          < key(i - 1, Statistics::genericGetMax, Long.MIN_VALUE)) {
        return false;
      }
    }
    return true;
  }

  /** The footer of a file that begins with one of them. */
  ParquetMetadata from(int group) {
    return new ParquetMetadata(footer.getFileMetaData(), groups.subList(group, groups.size()));
  }

  private long key(int group, Function<Statistics<?>, Object> bound, long unknown) {
    for (ColumnChunkMetaData column : groups.get(group).getColumns()) {
      if (column.getPath().equals(firstKey)) {
        Statistics<?> statistics = column.getStatistics();
        return statistics.hasNonNullValue() && bound.apply(statistics) instanceof Number number
            ? number.longValue()
            : unknown;
      }
    }
    return unknown;
  }
}
