package io.tidemark.featurestore.pit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * What a file's footer says of its row groups, of which some columns are read. Between what keys
 * lie is told of text, and of what is kept as {@code long}.
 */
final class RowGroups {
  private static final String LEGACY_CALENDAR = "org.apache.spark.legacyDateTime";

  private final ParquetMetadata footer;
  private final List<BlockMetaData> groups;
  private final Set<String> columns;
  private final ColumnPath firstPath;
  private final KeyColumn firstKey;
  private final boolean bounded;

  /**
   * Of a file.
   *
   * @param columns those that are read, the first key before all others
   */
  RowGroups(ParquetMetadata footer, StructType columns) {
    this.footer = footer;
    this.groups = footer.getBlocks();
    this.columns = Set.of(columns.fieldNames());
    this.firstPath = ColumnPath.get(columns.fieldNames()[0]);
    this.firstKey = new KeyColumn(columns.fields()[0].dataType(), 0);
    Map<String, String> said = footer.getFileMetaData().getKeyValueMetaData();
    // Bounds in another calendar than the rows that are read.
    this.bounded =
        !said.containsKey(LEGACY_CALENDAR)
            && (firstKey.isLong() || firstKey.type() instanceof StringType);
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

  /** Whether every first key is less than that of a key, as far as the footer tells. */
  boolean isBelow(int group, SpineKey key) {
    Object last = bound(group, Statistics::genericGetMax);
    return last != null && compare(last, firstKey.isLong() ? key.longAt(0) : key.objectAt(0)) < 0;
  }

  /** Whether each begins with no smaller a first key than the one before ends with. */
  boolean areSorted() {
    for (int i = 1; i < groups.size(); i++) {
      Object least = bound(i, Statistics::genericGetMin);
      Object before = bound(i - 1, Statistics::genericGetMax);
      if (least != null && before != null && compare(least, before) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The footer of a file that begins with one of them. */
  ParquetMetadata from(int group) {
    return new ParquetMetadata(footer.getFileMetaData(), groups.subList(group, groups.size()));
  }

  /** As keys have it; null if the footer does not say. */
  private @Nullable Object bound(int group, Function<Statistics<?>, Object> which) {
    if (!bounded) {
      return null;
    }
    for (ColumnChunkMetaData column : groups.get(group).getColumns()) {
      if (column.getPath().equals(firstPath)) {
        Statistics<?> statistics = column.getStatistics();
        return statistics.hasNonNullValue() ? key(which.apply(statistics)) : null;
      }
    }
    return null;
  }

  private @Nullable Object key(Object bound) {
    if (firstKey.isLong()) {
      return bound instanceof Number number ? number.longValue() : null;
    }
    return bound instanceof Binary text ? UTF8String.fromBytes(text.getBytes()) : null;
  }

  private static int compare(Object left, Object right) {
    return left instanceof Long number
        ? Long.compare(number, (Long) right)
        : ((UTF8String) left).compareTo((UTF8String) right);
  }
}
