package io.tidemark.jobs.cost.generate;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes lines into files of a bounded size, one after the other, and adds them up. */
final class BillWriter implements Closeable {
  private static final long LINES_A_FILE = 125_000;
  private static final String HEADER =
      Arrays.stream(CurColumn.values()).map(CurColumn::word).collect(Collectors.joining(","));

  private final Path folder;
  private final String name;
  private final CurRow row;
  private final List<Path> files = new ArrayList<>();
  private final Map<BillTotals.Key, long[]> sums = new TreeMap<>();
  private final Map<String, Map<String, Long>> usage = new TreeMap<>();
  private @Nullable BufferedWriter out;
  private long lines;

  /**
   * A writer of a delivery.
   *
   * @param name what its files' names begin with
   */
  BillWriter(Path folder, String name, MonthSpec spec, Delivery delivery) {
    this.folder = folder;
    this.name = name;
    this.row = new CurRow(spec, delivery);
  }

  /** The name of a file, which are counted from 1. */
  static String file(String name, int number) {
    return "%s-%05d.csv".formatted(name, number);
  }

  /** Begins a line; the one before has been written. */
  CurRow begin(LineType type, String account, Times times) {
    return row.begin(type, account, times);
  }

  /** Writes the line that was begun. */
  void write() throws IOException {
    BufferedWriter to = out;
    if (to == null || lines % LINES_A_FILE == 0) {
      to = next();
    }
    row.write(to);
    lines++;
    long[] sum =
        sums.computeIfAbsent(
            new BillTotals.Key(row.account(), row.type().category()), key -> new long[2]);
    sum[0] = Math.addExact(sum[0], row.billed());
    sum[1] = Math.addExact(sum[1], row.effective());
    if (row.type() == LineType.USAGE || row.type() == LineType.COVERED) {
      usage
          .computeIfAbsent(row.account(), account -> new TreeMap<>())
          .merge(row.service(), row.effective(), Math::addExact);
    }
  }

  long lines() {
    return lines;
  }

  List<Path> files() {
    return List.copyOf(files);
  }

  /** What usage has cost so far, by account and service, in {@link Price} units. */
  Map<String, Map<String, Long>> usage() {
    return usage;
  }

  BillTotals totals() {
    Map<BillTotals.Key, BillTotals.Sums> exact = new TreeMap<>();
    sums.forEach(
        (key, sum) ->
            exact.put(key, new BillTotals.Sums(Price.decimal(sum[0]), Price.decimal(sum[1]))));
    return new BillTotals(lines, exact);
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }

  private BufferedWriter next() throws IOException {
    close();
    Files.createDirectories(folder);
    Path file = folder.resolve(file(name, files.size() + 1));
    files.add(file);
    BufferedWriter begun = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    begun.write(HEADER);
    begun.write('\n');
    out = begun;
    return begun;
  }
}
