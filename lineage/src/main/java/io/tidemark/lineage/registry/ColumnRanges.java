package io.tidemark.lineage.registry;

import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.DataFileStatistics;
import io.delta.kernel.utils.DataFileStatus;
import io.tidemark.lineage.audit.CanonicalJson;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The smallest and greatest text of the columns that rows are looked up by, so that files of other
 * runs are not opened. Kernel reads such statistics and writes none but the number of rows.
 */
final class ColumnRanges extends DataFileStatistics {

  private static final List<String> COLUMNS = List.of("run_id", "stream", "action");

  private final SortedMap<String, Object> least;
  private final SortedMap<String, Object> greatest;

  private ColumnRanges(
      long rows, SortedMap<String, Object> least, SortedMap<String, Object> greatest) {
    super(rows, Map.of(), Map.of(), Map.of());
    this.least = least;
    this.greatest = greatest;
  }

  /** A file that holds some of the rows, with the ranges of all of them. */
  static DataFileStatus added(DataFileStatus file, StructType schema, List<List<Object>> rows) {
    SortedMap<String, Object> least = new TreeMap<>();
    SortedMap<String, Object> greatest = new TreeMap<>();
    for (String column : COLUMNS) {
      int at = schema.indexOf(column);
      if (at >= 0) {
        List<String> values = rows.stream().map(row -> (String) row.get(at)).sorted().toList();
        least.put(column, values.get(0));
        greatest.put(column, values.get(values.size() - 1));
      }
    }
    long count = file.getStatistics().map(DataFileStatistics::getNumRecords).orElseThrow();
    return new DataFileStatus(
        file.getPath(),
        file.getSize(),
        file.getModificationTime(),
        java.util.Optional.of(new ColumnRanges(count, least, greatest)));
  }

  @Override
  public String serializeAsJson() {
    return CanonicalJson.write(
        Map.of("numRecords", getNumRecords(), "minValues", least, "maxValues", greatest));
  }
}
