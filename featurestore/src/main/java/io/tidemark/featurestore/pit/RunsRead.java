package io.tidemark.featurestore.pit;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What a merge reads of a view's files. Tasks count it, also those that run twice; it is whole when
 * the rows have been computed.
 */
public final class RunsRead implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long files;
  private final long bytes;
  private final LongAccumulator filesRead;
  private final LongAccumulator groups;
  private final LongAccumulator groupsRead;
  private final LongAccumulator bytesRead;
  private final LongAccumulator rowsRead;

  RunsRead(SparkContext context, List<RunFile> files) {
    this.files = files.size();
    this.bytes = files.stream().mapToLong(RunFile::size).sum();
    this.filesRead = context.longAccumulator();
    this.groups = context.longAccumulator();
    this.groupsRead = context.longAccumulator();
    this.bytesRead = context.longAccumulator();
    this.rowsRead = context.longAccumulator();
  }

  /** A file of so many row groups was opened. */
  void opened(int rowGroups) {
    filesRead.add(1L);
    groups.add((long) rowGroups);
  }

  /** A row group of a file was begun. */
  void begun(long bytes, long rows) {
    groupsRead.add(1L);
    bytesRead.add(bytes);
    rowsRead.add(rows);
  }

  /**
   * By name: {@code files} of the view and {@code filesRead} of them; {@code rowGroups} in those,
   * and {@code rowGroupsRead}; {@code bytes} of all files, {@code bytesRead}, {@code rowsRead} and
   * {@code rowsPerSecond}. What several tasks read counts for each: those of a view with fewer
   * buckets than another.
   *
   * @param millis how long it took, with all that was done with the rows
   */
  public Map<String, Long> figures(long millis) {
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("files", files);
    figures.put("filesRead", filesRead.value());
    figures.put("rowGroups", groups.value());
    figures.put("rowGroupsRead", groupsRead.value());
    figures.put("bytes", bytes);
    figures.put("bytesRead", bytesRead.value());
    figures.put("rowsRead", rowsRead.value());
    figures.put("rowsPerSecond", rowsRead.value() * 1000 / Math.max(1, millis));
    return figures;
  }
}
