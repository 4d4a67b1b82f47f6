package io.tidemark.lineage.definition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A project written file by file. */
final class ProjectFolder {
  static final String PROJECT =
      """
      apiVersion: tidemark/v1
      kind: Project
      metadata: {name: shop}
      spec:
        warehouse: ./warehouse
        defaults: {owner: o, team: t}
      """;

  private final Path root;

  ProjectFolder(Path root) {
    this.root = root;
  }

  /** A folder that holds the plain project document. */
  static ProjectFolder plain(Path root) {
    return new ProjectFolder(root).file("tidemark.yaml", PROJECT);
  }

  Path root() {
    return root;
  }

  ProjectFolder file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  ProjectFolder file(String name, byte[] bytes) {
    try {
      Path path = root.resolve(name);
      Files.createDirectories(path.getParent());
      Files.write(path, bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A document of ours; the first line is the kind's, so that fields begin in line 4. */
  ProjectFolder document(String name, String kind, String metadata, String spec) {
    return file(
        name, "apiVersion: tidemark/v1\nkind: " + kind + "\nmetadata: " + metadata + "\n" + spec);
  }

  Project load() {
    return load("", Map.of());
  }

  Project load(String environment, Map<String, String> variables) {
    return Project.load(
        new LoadOptions(
            root,
            true,
            environment.isEmpty() ? null : environment,
            new TreeMap<>(variables),
            Map.of("HOOK", "https://hooks.example/1")));
  }

  /** Every problem of loading it, as a terminal shows them; none if it loads. */
  List<String> problems() {
    return problems("", Map.of());
  }

  List<String> problems(String environment, Map<String, String> variables) {
    try {
      return load(environment, variables).warnings().stream().map(Problem::toString).toList();
    } catch (Refusal refusal) {
      return refusal.problems().stream().map(Problem::toString).toList();
    }
  }
}
