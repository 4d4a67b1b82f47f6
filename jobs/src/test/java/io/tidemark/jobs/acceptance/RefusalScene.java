package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Carries out the steps of a case in a folder of its own. */
final class RefusalScene {

  private final ProjectFolder project;
  private final BiConsumer<String, ProjectFolder> start;
  private final Set<String> secrets = new TreeSet<>();

  /**
   * @param start fills a folder with a start of this name
   */
  RefusalScene(ProjectFolder project, BiConsumer<String, ProjectFolder> start) {
    this.project = project;
    this.start = start;
  }

  ProjectFolder project() {
    return project;
  }

  /** The values of environment variables, which nobody may ever print. */
  Set<String> secrets() {
    return secrets;
  }

  /** Does one step that is not the run under test. */
  void play(RefusalCase.Step step) {
    switch (step.verb()) {
      case "start" -> start.accept(step.word(1), project);
      case "file" -> file(step);
      case "bytes" -> project.bytes(step.word(1), bytes(step.text()));
      case "edit" -> edit(step);
      case "env" -> environment(step.word(1), step.word(2));
      case "parquet" -> project.parquet(step.word(1), PointInTimeFixture.times(step.text()));
      case "delta" -> project.delta(step.word(1), step.text());
      default -> onDisk(step);
    }
  }

  private void onDisk(RefusalCase.Step step) {
    Path path = project.root().resolve(step.word(1));
    try {
      Files.createDirectories(path.getParent());
      switch (step.verb()) {
        case "folder" -> Files.createDirectories(path);
        case "link" -> Files.createSymbolicLink(path, Path.of(step.word(2)));
        case "delete" -> delete(path);
        case "empty" -> data(path, Files::delete);
        case "spoil" -> data(path, file -> Files.writeString(file, "no Parquet\n".repeat(20)));
        case "unchecked" -> data(path, RefusalScene::deleteChecksum);
        case "cut" -> cut(path, step);
        case "cut-newest" -> cut(newestCommit(path), step);
        case "forbid" -> {
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
          assumeTrue(!Files.isReadable(path), "permissions do not bind this user");
        }
        default -> throw new IllegalArgumentException("there is no step " + step.words());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface FileWork {
    void on(Path file) throws IOException;
  }

  /** Does something to every data file of a table. */
  private static void data(Path folder, FileWork work) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".parquet")).toList()) {
        if (!file.toString().contains("_delta_log")) {
          work.on(file);
        }
      }
    }
  }

  private static void cut(Path file, RefusalCase.Step step) throws IOException {
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, Integer.parseInt(step.word(2))));
    deleteChecksum(file);
  }

  private static Path newestCommit(Path log) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  private static void deleteChecksum(Path file) throws IOException {
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }

  private void environment(String name, String value) {
    project.environment(name, value);
    secrets.add(value);
  }

  /** {@code file NAME [times N]}: the body, N times with {@code {i}} counting. */
  private void file(RefusalCase.Step step) {
    String text = step.text();
    if (step.words().size() > 2) {
      StringBuilder all = new StringBuilder();
      for (int i = 1; i <= Integer.parseInt(step.word(3)); i++) {
        all.append(text.replace("{i}", Integer.toString(i)));
      }
      text = all.toString();
    }
    project.text(step.word(1), text);
  }

  /** Lines with {@code -} become those with {@code +} that follow them. */
  private void edit(RefusalCase.Step step) {
    String file = step.word(1);
    List<String> from = new ArrayList<>();
    List<String> to = new ArrayList<>();
    List<String> lines = new ArrayList<>(step.body());
    lines.add("-");
    for (String line : lines) {
      if (line.startsWith("-") && !to.isEmpty()) {
        replace(file, from, to);
        from.clear();
        to.clear();
      }
      if (!line.isBlank()) {
        (line.startsWith("-") ? from : to).add(line.substring(1));
      }
    }
  }

  private void replace(String file, List<String> from, List<String> to) {
    String before = project.read(file);
    String after = String.join("\n", to) + "\n";
    if (from.isEmpty()) {
      project.text(file, before + after);
      return;
    }
    String old = String.join("\n", from) + "\n";
    assertThat(("\n" + before).split(java.util.regex.Pattern.quote("\n" + old), -1))
        .as("%s holds once: %s", file, old)
        .hasSize(2);
    project.text(file, ("\n" + before).replace("\n" + old, "\n" + after).substring(1));
  }

  /** Text in which {@code \xNN} is a byte. */
  private static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\x", i)) {
        bytes.write(Integer.parseInt(text.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        bytes.writeBytes(text.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  static void delete(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
