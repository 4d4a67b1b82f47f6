package io.tidemark.lineage.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends a process at a chosen point of its work, so that tests can prove that a rerun completes it.
 * Off, unless the system property {@value #PROPERTY} names a folder.
 *
 * <p>Every durable step of the door has a point before and one after it. With the switch on, each
 * point that is passed becomes a line of the folder's file {@code points}. The lines of its file
 * {@code stops}, if there is one, say what happens at the N-th point below a folder of tables:
 *
 * <ul>
 *   <li>{@code halt N FOLDER}: the process ends as SIGKILL ends it;
 *   <li>{@code hold N FOLDER}: the thread waits until the line is there no more.
 * </ul>
 */
public final class FaultSwitch {

  /** Names the folder that turns the switch on. */
  public static final String PROPERTY = "tidemark.fault";

  private static final int KILLED = 137;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final @Nullable FaultSwitch ON = of(System.getProperty(PROPERTY));

  private final Path points;
  private final Path stops;
  private final Map<String, Integer> passed = new HashMap<>();

  private FaultSwitch(Path folder) {
    this.points = folder.resolve("points");
    this.stops = folder.resolve("stops");
  }

  private static @Nullable FaultSwitch of(@Nullable String folder) {
    return folder == null ? null : new FaultSwitch(Path.of(folder));
  }

  /** What follows changes a file for good. */
  public static void before(String step, org.apache.hadoop.fs.Path file) {
    pass("before " + step, file);
  }

  /** What came before has changed a file for good, and its caller does not know yet. */
  public static void after(String step, org.apache.hadoop.fs.Path file) {
    pass("after " + step, file);
  }

  private static void pass(String point, org.apache.hadoop.fs.Path file) {
    FaultSwitch on = ON;
    if (on != null) {
      on.passed(point, file.toUri().getPath());
    }
  }

  private void passed(String point, String file) {
    try {
      for (String line : reached(point, file)) {
        if (line.startsWith("halt")) {
          Runtime.getRuntime().halt(KILLED);
        }
        while (lines().contains(line)) {
          LockSupport.parkNanos(FaultSwitch.class, POLL_NANOS);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The stops that this point is at or beyond. */
  private synchronized List<String> reached(String point, String file) throws IOException {
    Files.writeString(
        points, point + " " + file + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    List<String> reached = new ArrayList<>();
    for (String line : lines()) {
      String[] parts = line.split(" ", 3);
      if (file.startsWith(parts[2])
          && passed.merge(parts[2], 1, Integer::sum) >= Integer.parseInt(parts[1])) {
        reached.add(line);
      }
    }
    return reached;
  }

  private List<String> lines() throws IOException {
    return Files.exists(stops) ? Files.readAllLines(stops) : List.of();
  }
}
