package io.tidemark.featurestore.materialize;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.lineage.DataFile;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Merges the runs of each bucket and calendar year of a feature table into one. Readers find the
 * same rows before and after, and appends go on meanwhile: exactly the files that were read are
 * replaced, or, if another run has merged some of them, none.
 */
public final class RunMerge {
  /** More runs a bucket than these are merged when they are written. */
  static final int MOST_RUNS = 16;

  private static final int ATTEMPTS = 50;

  private final Run run;
  private final FeatureTable table;

  public RunMerge(Run run, FeatureTable table) {
    this.run = run;
    this.table = table;
  }

  /**
   * What a merge found and left.
   *
   * @param version of the table after it
   * @param merged how many files became fewer
   */
  public record Outcome(
      long version,
      long merged,
      long filesBefore,
      long filesAfter,
      long bytesBefore,
      long bytesAfter) {}

  /** Merges all that lie in more than one file. */
  public Outcome all() {
    return merge(0);
  }

  /** Merges the buckets that have become slow to read. */
  Outcome longest() {
    return merge(MOST_RUNS);
  }

  private record Place(int bucket, int year) {}

  private Outcome merge(int mostRuns) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      PinnedTable newest = run.newest(table.ref());
      List<DataFile> files = run.dataFiles(newest);
      List<DataFile> several = several(files, mostRuns);
      if (several.isEmpty()) {
        return outcome(newest.version(), 0, files, files);
      }
      PinnedTable pinned = run.repin(table.ref());
      if (pinned.version() != newest.version()) {
        continue;
      }
      Set<String> paths = several.stream().map(DataFile::path).collect(Collectors.toSet());
      SortedMap<Integer, Long> targets = targets(several);
      int places = (int) several.stream().map(RunMerge::place).distinct().count();
      if (run.rewrite(pinned, paths, rows -> arranged(rows, targets, places)).isPresent()) {
        PinnedTable after = run.repin(table.ref());
        return outcome(after.version(), several.size(), files, run.dataFiles(after));
      }
    }
    throw Refusal.of(
        "TABLE_BUSY",
        table.view().object(),
        "%d other runs have merged %s meanwhile".formatted(ATTEMPTS, table.ref()),
        "run it again when they are done");
  }

  private static Outcome outcome(
      long version, long merged, List<DataFile> before, List<DataFile> after) {
    return new Outcome(version, merged, before.size(), after.size(), bytes(before), bytes(after));
  }

  private static long bytes(List<DataFile> files) {
    return files.stream().mapToLong(DataFile::size).sum();
  }

  /** What is to be merged of each bucket with more than so many files. */
  private static List<DataFile> several(List<DataFile> files, int most) {
    SortedMap<Integer, List<DataFile>> buckets = new TreeMap<>();
    for (DataFile file : files) {
      buckets.computeIfAbsent(place(file).bucket(), b -> new ArrayList<>()).add(file);
    }
    List<DataFile> several = new ArrayList<>();
    for (List<DataFile> bucket : buckets.values()) {
      if (bucket.size() > most) {
        several.addAll(most == 0 ? together(bucket) : smallest(bucket, most));
      }
    }
    return several;
  }

  /** The small half: rows are not written anew each time that their bucket is merged. */
  private static List<DataFile> smallest(List<DataFile> bucket, int most) {
    List<DataFile> small =
        bucket.stream()
            .sorted(Comparator.comparingLong(DataFile::size).thenComparing(DataFile::path))
            .limit(bucket.size() - most / 2 + 1)
            .toList();
    List<DataFile> together = together(small);
    return together.isEmpty() ? together(bucket) : together;
  }

  /** The files of every place that has more than one. */
  private static List<DataFile> together(List<DataFile> files) {
    return files.stream().collect(Collectors.groupingBy(RunMerge::place)).values().stream()
        .filter(place -> place.size() > 1)
        .flatMap(List::stream)
        .toList();
  }

  private static Place place(DataFile file) {
    return new Place(
        Integer.parseInt(partition(file, FeatureTable.BUCKET)), RunOrder.year(runOf(file)));
  }

  private static long runOf(DataFile file) {
    return Long.parseLong(partition(file, FeatureTable.RUN));
  }

  private static String partition(DataFile file, String column) {
    return Objects.requireNonNull(file.partition().get(column), file.path());
  }

  /** For each year the run that its rows go to: the newest of them. */
  private static SortedMap<Integer, Long> targets(List<DataFile> files) {
    SortedMap<Integer, Long> targets = new TreeMap<>();
    files.forEach(file -> targets.merge(RunOrder.year(runOf(file)), runOf(file), Math::max));
    return targets;
  }

  private Dataset<Row> arranged(Dataset<Row> rows, SortedMap<Integer, Long> targets, int places) {
    Column year = RunOrder.year(col(FeatureTable.RUN));
    Column target = lit(null);
    for (SortedMap.Entry<Integer, Long> each : targets.entrySet()) {
      target = when(year.equalTo(each.getKey()), lit(each.getValue())).otherwise(target);
    }
    return RunOrder.sorted(
        table,
        rows.withColumn(FeatureTable.RUN, target)
            .repartition(places, col(FeatureTable.BUCKET), col(FeatureTable.RUN)));
  }
}
