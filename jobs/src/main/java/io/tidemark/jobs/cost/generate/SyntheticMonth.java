package io.tidemark.jobs.cost.generate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A month that nobody has lived: clusters and what ran on them, the bill, and the event logs. All
 * of it follows from the spec, byte for byte; accounts, ids and a tag on every line say that it is
 * synthetic.
 */
public final class SyntheticMonth {
  private final MonthSpec spec;
  private final History history;

  public SyntheticMonth(MonthSpec spec) {
    this.spec = spec;
    this.history = new History(spec);
  }

  /** The file of machine sizes, for lines that do not tell them. */
  public static String instances() {
    return MachineType.csv();
  }

  /** The name of a delivery's manifest. */
  public static String manifest() {
    return Manifest.FILE;
  }

  /** The name of the first file of a delivery. */
  public static String firstFile() {
    return BillWriter.file(Manifest.EXPORT, 1);
  }

  /** Writes a delivery's files and its manifest into a folder, line by line. */
  public GeneratedBill bill(Delivery delivery, Path folder) {
    try (BillWriter out = new BillWriter(folder, Manifest.EXPORT, spec, delivery)) {
      EmrLines emr = new EmrLines(spec, delivery, history);
      ServerlessLines serverless = new ServerlessLines(spec, history);
      EksLines eks = new EksLines(spec, history);
      SageMakerLines sageMaker = new SageMakerLines(spec);
      PlatformLines platform = new PlatformLines(spec);
      for (int hour = 0; hour < spec.hours(); hour++) {
        emr.write(hour, out);
        serverless.write(hour, out);
        eks.write(hour, out);
        sageMaker.write(hour, out);
        platform.write(hour, out);
      }
      new MonthEndLines(spec, delivery).write(out);
      new StorageLines(spec).write(out);
      Path manifest = Manifest.write(spec, delivery, folder, out.files());
      return new GeneratedBill(manifest, out.files(), out.totals());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all event logs, in the order in which they are written. */
  public List<String> logNames(Packing packing) {
    List<String> names = new ArrayList<>();
    history.eachRun(run -> names.add(run.appId() + packing(names.size(), packing).suffix()));
    return names;
  }

  /**
   * Writes the event logs of all applications into a folder, a file each.
   *
   * @param packing how every third one is packed
   * @return the files
   */
  public List<Path> logs(Path folder, Packing packing) {
    List<Path> files = new ArrayList<>();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    history.eachRun(
        run -> {
          Packing how = packing(files.size(), packing);
          files.add(EventLog.write(run, spec.tasks(), folder, how));
        });
    return files;
  }

  /**
   * Writes the event log of one application with so many tasks, which no cluster of the bill ran.
   */
  public Path longLog(Path folder, int tasks) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return EventLog.write(history.unbilled(), tasks, folder, Packing.NONE);
  }

  private static Packing packing(int number, Packing sometimes) {
    return number % 3 == 2 ? sometimes : Packing.NONE;
  }
}
