package io.tidemark.jobs.acceptance;

import io.tidemark.lineage.storage.FaultSwitch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What tests write for a fault switch and read of it; the folder that its property names. */
final class Stops {

  private final Path folder;
  private final Map<Path, Integer> stops = new TreeMap<>();

  Stops(Path folder) {
    this.folder = folder;
  }

  /** The JVM option that turns the switch on. */
  String option() {
    return "-D" + FaultSwitch.PROPERTY + "=" + folder;
  }

  /** A run on the project waits at this point, and no longer at an earlier one. */
  void hold(Path project, int point) {
    stops.put(project, point);
    write();
  }

  /** Runs on the project do not wait any more. */
  void release(Path project) {
    stops.remove(project);
    write();
  }

  /** What a run on the project has passed so far, the files relative to the warehouse. */
  List<String> points(Path project) {
    try {
      Path points = folder.resolve("points");
      return Files.exists(points)
          ? Files.readAllLines(points).stream()
              .filter(line -> line.contains(" " + project + "/"))
              .map(line -> line.replace(project + "/warehouse/", ""))
              .toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write() {
    List<String> lines = new ArrayList<>();
    stops.forEach((project, at) -> lines.add("hold " + at + " " + project + "/warehouse/"));
    try {
      Path unfinished = Files.write(folder.resolve("stops.tmp"), lines);
      Files.move(unfinished, folder.resolve("stops"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
