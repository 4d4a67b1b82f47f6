package io.tidemark.lineage.definition;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Finds a project's folder, and the YAML files below it. */
final class ProjectFiles {
  private static final Pattern LOOKS_LIKE_PROJECT =
      Pattern.compile("[\"']?kind[\"']?\\s*:\\s*[\"']?Project\\b");

  private final Path root;

  ProjectFiles(Path root) {
    this.root = root;
  }

  /** The folder to load: the one named, else the nearest one upwards that holds a project. */
  static Path locate(LoadOptions options) {
    Path start;
    try {
      start = options.directory().toRealPath();
    } catch (IOException e) {
      throw Refusal.of(
          "PROJECT_NOT_FOUND",
          null,
          "The folder " + options.directory() + " does not exist or cannot be read",
          "name the project's folder with -C");
    }
    if (!Files.isDirectory(start)) {
      throw Refusal.of(
          "PROJECT_NOT_FOUND",
          null,
          options.directory() + " is not a folder",
          "name the project's folder with -C");
    }
    if (options.explicit() || holdsProject(start, true)) {
      return start;
    }
    for (Path up = start.getParent(); up != null; up = up.getParent()) {
      if (holdsProject(up, false)) {
        return up;
      }
    }
    throw Refusal.of(
        "PROJECT_NOT_FOUND",
        null,
        "There is no project in or below " + start + ", nor right in a folder above it",
        "go to its folder, name it with -C, or make one");
  }

  static boolean holdsProject(Path folder, boolean deep) {
    Deque<Path> folders = new ArrayDeque<>(List.of(folder));
    while (!folders.isEmpty()) {
      List<Path> files = new ArrayList<>();
      List<Path> below = new ArrayList<>();
      list(folders.remove(), files, below, true);
      for (Path file : files) {
        YamlFile yaml = YamlFile.read(file, file.toString());
        if (LOOKS_LIKE_PROJECT.matcher(yaml.text()).find()
            && (yaml.failure() != null
                || yaml.documents().stream().anyMatch(d -> isProject(d.root())))) {
          return true;
        }
      }
      if (deep) {
        folders.addAll(below);
      }
    }
    return false;
  }

  static boolean isProject(MappingNode root) {
    return Kinds.API_VERSION.equals(scalar(root, "apiVersion"))
        && ProjectDefinition.KIND.equals(scalar(root, "kind"));
  }

  /** The text of a scalar at a key of the root; empty if there is none. */
  static String scalar(MappingNode root, String key) {
    for (NodeTuple tuple : root.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode k
          && k.getValue().equals(key)
          && tuple.getValueNode() instanceof ScalarNode value
          && !Cursor.isNull(value)) {
        return value.getValue();
      }
    }
    return "";
  }

  /**
   * Reads every YAML file, from the top folder down.
   *
   * @param warehouses the folders to leave out, known from the files read so far
   */
  List<YamlFile> read(Function<List<YamlFile>, List<Path>> warehouses) {
    List<YamlFile> all = new ArrayList<>();
    Deque<Path> folders = new ArrayDeque<>(List.of(root));
    List<Path> skipped = List.of();
    while (!folders.isEmpty()) {
      Path folder = folders.remove();
      if (isBelow(folder, skipped)) {
        continue;
      }
      List<Path> files = new ArrayList<>();
      List<Path> below = new ArrayList<>();
      list(folder, files, below, false);
      for (Path file : files) {
        all.add(YamlFile.read(file, root.relativize(file).toString().replace('\\', '/')));
      }
      if (!files.isEmpty()) {
        skipped = warehouses.apply(all);
      }
      folders.addAll(below);
    }
    List<Path> outside = skipped;
    all.removeIf(yaml -> isBelow(root.resolve(yaml.name()), outside));
    return all;
  }

  private static boolean isBelow(Path path, List<Path> folders) {
    return folders.stream().anyMatch(path::startsWith);
  }

  private static void list(Path folder, List<Path> files, List<Path> below, boolean lenient) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          if (!name.startsWith(".")) {
            below.add(entry);
          }
        } else if ((name.endsWith(".yaml") || name.endsWith(".yml"))
            && (Files.isRegularFile(entry) || Files.notExists(entry))) {
          files.add(entry);
        }
      }
    } catch (IOException e) {
      if (lenient) {
        return;
      }
      throw Refusal.of(
          "FOLDER_UNREADABLE",
          null,
          "The folder " + folder + " cannot be read (" + e.getClass().getSimpleName() + ")",
          "check its permissions");
    }
    files.sort(null);
    below.sort(null);
  }
}
