package io.tidemark.lineage;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;

/**
 * What a new table is made of.
 *
 * @param properties Delta's table properties, {@code delta.*}, and the Parquet writer's
 * @param checks constraint name to SQL predicate that every row must meet
 */
public record TableSpec(
    StructType schema,
    List<String> partitionBy,
    SortedMap<String, String> properties,
    SortedMap<String, String> checks) {

  /** A plain table that grows by small commits, whose files nobody but us rearranges. */
  public static TableSpec appendOnly(StructType schema) {
    SortedMap<String, String> properties = new TreeMap<>();
    properties.put("delta.autoOptimize.autoCompact", "false");
    properties.put("delta.autoOptimize.optimizeWrite", "false");
    return new TableSpec(schema, List.of(), properties, new TreeMap<>());
  }

  /**
   * The same table, whose files tell the bounds of some columns only: to find those of every column
   * takes a good part of the time of writing wide rows.
   */
  public TableSpec withBoundsOf(String... columns) {
    SortedMap<String, String> more = new TreeMap<>(properties);
    more.put("delta.dataSkippingStatsColumns", String.join(",", columns));
    return new TableSpec(schema, partitionBy, more, checks);
  }

  public TableSpec {
    partitionBy = List.copyOf(partitionBy);
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    checks = Collections.unmodifiableSortedMap(new TreeMap<>(checks));
  }
}
