package io.tidemark.jobs.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.jobs.definition.BenchKnobs;
import io.tidemark.lineage.definition.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the data of a measurement lie. A folder that was named stays, and is used again for the
 * same history, whatever the spine; a temporary one goes.
 */
final class BenchFolder implements AutoCloseable {

  /** The file that says which flags made the folder. */
  private static final String MARK = "bench.json";

  private static final String LOADED = "loaded";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;
  private final boolean kept;

  private BenchFolder(Path root, boolean kept) {
    this.root = root;
    this.kept = kept;
  }

  /**
   * Opens the folder of a name, or a new one.
   *
   * @param dir null for a temporary one
   * @param flags those that decide what it holds
   * @throws Refusal if it holds something else, or what other flags made
   */
  static BenchFolder open(@Nullable String dir, Map<String, String> flags) {
    try {
      if (dir == null) {
        BenchFolder folder = new BenchFolder(Files.createTempDirectory("tidemark-bench-"), false);
        folder.mark(flags);
        return folder;
      }
      BenchFolder folder = new BenchFolder(Path.of(dir).toAbsolutePath().normalize(), true);
      Files.createDirectories(folder.root);
      folder.check(flags);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path root() {
    return root;
  }

  Path file(String relative) {
    return root.resolve(relative);
  }

  /** Where a view's events lie by the day that loads them, relative to the folder. */
  static String history(int view) {
    return "data/view_" + view;
  }

  /** Where a spine lies, relative to the folder. */
  static String spine(BenchKnobs knobs) {
    return "data/spine_%d_of_%d".formatted(knobs.spine(), knobs.asked());
  }

  /** Whether Spark has finished writing files there. */
  boolean isWhole(String relative) {
    return Files.exists(file(relative).resolve("_SUCCESS"));
  }

  /** Whether the events were all materialised. */
  boolean isLoaded() {
    return Files.exists(file(LOADED));
  }

  void markLoaded() {
    write(LOADED, "");
  }

  void write(String relative, String text) {
    try {
      Files.writeString(file(relative), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of the Parquet files below a folder. */
  long bytes(String relative) {
    try (Stream<Path> files = Files.walk(file(relative))) {
      long bytes = 0;
      for (Path each : files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
        bytes += Files.size(each);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a folder below, if it is there. */
  void delete(String relative) {
    deleteTree(file(relative));
  }

  @Override
  public void close() {
    if (!kept) {
      deleteTree(root);
    }
  }

  private void mark(Map<String, String> flags) throws IOException {
    Files.writeString(file(MARK), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(flags));
  }

  private void check(Map<String, String> flags) throws IOException {
    if (!Files.exists(file(MARK))) {
      try (Stream<Path> entries = Files.list(root)) {
        if (entries.findAny().isPresent()) {
          throw Refusal.of(
              "NOT_A_BENCH",
              null,
              root + " is there and was not made by tidemark bench",
              "name a folder that is empty or does not exist yet");
        }
      }
      mark(flags);
      return;
    }
    List<String> differing = new ArrayList<>();
    Map<String, String> made = made();
    flags.forEach(
        (flag, value) -> {
          if (!Objects.equals(made.get(flag), value)) {
            differing.add(flag + " " + made.get(flag));
          }
        });
    if (!differing.isEmpty()) {
      throw Refusal.of(
          "BENCH_DIFFERS",
          null,
          "the data in " + root + " were made with " + String.join(" ", differing),
          "give the same flags, or name another folder");
    }
  }

  private Map<String, String> made() throws IOException {
    try {
      return Objects.requireNonNullElse(
          JSON.readValue(Files.readString(file(MARK)), new TypeReference<Map<String, String>>() {}),
          Map.of());
    } catch (JsonProcessingException e) {
      throw Refusal.of(
          "BENCH_UNREADABLE",
          null,
          file(MARK) + " cannot be understood",
          "remove the folder, or name another one");
    }
  }

  private static void deleteTree(Path tree) {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
