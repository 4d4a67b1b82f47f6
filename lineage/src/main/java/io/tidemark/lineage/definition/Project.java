package io.tidemark.lineage.definition;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A project that was loaded and holds: every definition read and checked against the others. */
public final class Project {
  private final Path root;
  private final String environment;
  private final Map<String, String> process;
  private final ProjectDefinition definition;
  private final SortedMap<String, SortedMap<Ref, Declared<?>>> declared;
  private final List<Problem> warnings;

  Project(
      Path root,
      String environment,
      Map<String, String> process,
      ProjectDefinition definition,
      SortedMap<String, SortedMap<Ref, Declared<?>>> declared,
      List<Problem> warnings) {
    this.root = root;
    this.environment = environment;
    this.process = process;
    this.definition = definition;
    this.declared = declared;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Finds, reads and checks a project. Nothing but its files is touched.
   *
   * @throws Refusal with every problem at once, sorted by file and line, and exit code 2
   */
  public static Project load(LoadOptions options) {
    return new Loader(options).load();
  }

  /** The nearest folder above one that holds a project; the one itself need not exist. */
  public static Optional<Path> around(Path folder) {
    for (Path up = folder.toAbsolutePath().normalize().getParent();
        up != null;
        up = up.getParent()) {
      if (Files.isDirectory(up) && ProjectFiles.holdsProject(up, false)) {
        return Optional.of(up);
      }
    }
    return Optional.empty();
  }

  /** Whether a folder, or one at any depth below it, holds a project. */
  public static boolean isIn(Path folder) {
    return ProjectFiles.holdsProject(folder, true);
  }

  /** The project's own document, with the chosen environment laid over it. */
  public ProjectDefinition definition() {
    return definition;
  }

  /** The absolute folder of the project. */
  public Path root() {
    return root;
  }

  /** The chosen environment; empty if none was. */
  public String environment() {
    return environment;
  }

  /** What is odd and refuses nothing, sorted by file and line. */
  public List<Problem> warnings() {
    return warnings;
  }

  /**
   * The same project with other definitions: those that were once recorded of it.
   *
   * @param definitions each as {@link Declared#json} has it, parsed
   * @throws IllegalArgumentException if one cannot be read, or refers to one that is not there
   */
  public Project recorded(List<Map<String, ?>> definitions) {
    return new Project(
        root,
        environment,
        process,
        definition,
        new RecordedDefinitions(root).read(definitions),
        List.of());
  }

  /** All definitions of a kind, by name and version. */
  public <T extends Definition> List<Declared<T>> all(Class<T> type) {
    List<Declared<T>> found = new ArrayList<>();
    for (SortedMap<Ref, Declared<?>> byRef : declared.values()) {
      for (Declared<?> each : byRef.values()) {
        if (type.isInstance(each.definition())) {
          found.add(cast(each));
        }
      }
    }
    return found;
  }

  /** One definition of a kind. */
  public <T extends Definition> Optional<Declared<T>> find(Class<T> type, Ref ref) {
    for (SortedMap<Ref, Declared<?>> byRef : declared.values()) {
      Declared<?> each = byRef.get(ref);
      if (each != null && type.isInstance(each.definition())) {
        return Optional.of(cast(each));
      }
    }
    return Optional.empty();
  }

  /**
   * A declared path as readers need it: a relative one absolute under the project, an absolute one
   * or a URI as it is.
   *
   * @throws Refusal if it needs a secret that is not there
   */
  public String resolvePath(String path) {
    String resolved = secret(path);
    if (!Locations.isRelative(resolved)) {
      return resolved;
    }
    // The loader has looked at the text; a reference in it may still lead elsewhere.
    if (Locations.leaves(resolved, root)) {
      throw Refusal.of(
          "PATH_OUTSIDE_PROJECT",
          null,
          "the path '" + path + "' leaves the project",
          "give an absolute path or a URI");
    }
    return Locations.under(root, resolved);
  }

  /**
   * The same of a field of a definition.
   *
   * @throws Refusal at the field
   */
  public String resolvePath(Declared<?> owner, String field, String path) {
    return at(owner, field, () -> resolvePath(path));
  }

  /** The warehouse: an absolute path or a URI. */
  public String warehouse() {
    return resolvePath(
        all(ProjectDefinition.class).get(0), "spec.warehouse", definition.warehouse());
  }

  /**
   * A declared value with its secret references resolved.
   *
   * @throws Refusal if one cannot be
   */
  public String secret(String value) {
    return Variables.resolveSecrets(value, process);
  }

  /**
   * The same of a field of a definition.
   *
   * @throws Refusal at the field
   */
  public String secret(Declared<?> owner, String field, String value) {
    return at(owner, field, () -> secret(value));
  }

  private static String at(Declared<?> owner, String field, Supplier<String> work) {
    try {
      return work.get();
    } catch (Refusal refusal) {
      throw new Refusal(
          refusal.exitCode(),
          refusal.problems().stream()
              .map(p -> owner.error(field, p.code(), p.message(), p.fix()))
              .toList(),
          refusal);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Definition> Declared<T> cast(Declared<?> each) {
    return (Declared<T>) each;
  }

  static SortedMap<String, SortedMap<Ref, Declared<?>>> emptyDeclarations() {
    return new TreeMap<>();
  }
}
