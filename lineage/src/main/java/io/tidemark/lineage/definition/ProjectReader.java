package io.tidemark.lineage.definition;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads the project's own document, and with it what all others need: variables and defaults. */
final class ProjectReader {
  private final Kinds kinds;
  private final Links links;
  private final Path root;
  private final LoadOptions options;
  private final List<Problem> problems = new ArrayList<>();
  private Vars vars = new Vars(new TreeMap<>(), false);
  private MetadataFields.Defaults defaults = MetadataFields.Defaults.UNKNOWN;

  ProjectReader(Kinds kinds, Links links, Path root, LoadOptions options) {
    this.kinds = kinds;
    this.links = links;
    this.root = root;
    this.options = options;
  }

  Vars vars() {
    return vars;
  }

  MetadataFields.Defaults defaults() {
    return defaults;
  }

  List<Problem> problems() {
    return problems;
  }

  @Nullable String environment() {
    return options.environment();
  }

  @Nullable Document read(String file, YamlFile.YamlDocument document) {
    Overlay overlay = new Overlay(document.root());
    String chosen = chosen(overlay);
    SortedMap<String, String> values = overlay.vars(chosen);
    setVariables(values);
    vars = new Vars(values, true);
    Document read = read(file, document, overlay, chosen, vars);
    if (read != null) {
      defaults = ProjectKind.defaults(read.spec());
      read.complete(defaults);
      checkWarehouse(read.spec());
    }
    overlookOthers(file, document, overlay, chosen, read);
    return read;
  }

  private @Nullable String chosen(Overlay overlay) {
    String chosen = options.environment();
    if (chosen == null || overlay.environments().contains(chosen)) {
      return chosen;
    }
    Set<String> declared = overlay.environments();
    problems.add(
        Problem.error(
            "UNKNOWN_ENVIRONMENT",
            null,
            "There is no environment '" + chosen + "'",
            declared.isEmpty()
                ? "the project declares none"
                : "the environments are " + String.join(", ", declared)));
    return null;
  }

  private void setVariables(SortedMap<String, String> values) {
    for (Map.Entry<String, String> set : options.variables().entrySet()) {
      if (!values.containsKey(set.getKey())) {
        problems.add(
            Problem.error(
                "UNKNOWN_VARIABLE",
                null,
                "--set names the variable '" + set.getKey() + "', which is not declared",
                Nearest.hint(set.getKey(), values.keySet())
                    .orElse("declare it in the project's vars or in the environment")));
      } else if (set.getValue().contains("${")) {
        problems.add(
            Problem.error(
                "BAD_VARIABLE",
                null,
                "'${' is not allowed in the value of --set " + set.getKey(),
                "references do not nest"));
      } else {
        values.put(set.getKey(), set.getValue());
      }
    }
  }

  private @Nullable Document read(
      String file,
      YamlFile.YamlDocument document,
      Overlay overlay,
      @Nullable String environment,
      Vars seen) {
    DocumentReader reader =
        new DocumentReader(kinds, links, root, seen, MetadataFields.Defaults.UNKNOWN);
    Document read =
        reader.read(
            file,
            new YamlFile.YamlDocument(
                overlay.with(environment), document.line(), document.findings()));
    problems.addAll(reader.problems());
    return read;
  }

  private void checkWarehouse(Fields spec) {
    String warehouse = spec.find(ProjectKind.WAREHOUSE);
    Path folder = warehouse == null ? null : local(warehouse, root);
    if (folder != null && root.startsWith(folder)) {
      spec.error(
          ProjectKind.WAREHOUSE,
          "BAD_VALUE",
          "The warehouse '" + warehouse + "' holds the project itself",
          "give it a folder of its own, as ./warehouse");
    }
  }

  /** Environments that were not chosen are checked too; only their variables are unknown. */
  private void overlookOthers(
      String file,
      YamlFile.YamlDocument document,
      Overlay overlay,
      @Nullable String chosen,
      @Nullable Document read) {
    Set<String> said = new HashSet<>();
    if (read != null) {
      read.reading().problems().forEach(p -> said.add(p.line() + p.message()));
    }
    problems.forEach(p -> said.add(p.line() + p.message()));
    for (String environment : overlay.environments()) {
      if (environment.equals(chosen)) {
        continue;
      }
      SortedMap<String, String> values = overlay.vars(environment);
      values.putAll(options.variables());
      Document other = read(file, document, overlay, environment, new Vars(values, false));
      if (other != null) {
        checkWarehouse(other.spec());
        for (Problem problem : other.reading().problems()) {
          if (said.add(problem.line() + problem.message())) {
            problems.add(problem);
          }
        }
      }
    }
  }

  /**
   * The folders that a project's environments keep their warehouses in, as far as they are local.
   */
  static List<Path> warehouses(MappingNode project, Path root, LoadOptions options) {
    Overlay overlay = new Overlay(project);
    List<@Nullable String> environments = new ArrayList<>(overlay.environments());
    environments.add(null);
    List<Path> folders = new ArrayList<>();
    for (String environment : environments) {
      SortedMap<String, String> values = overlay.vars(environment);
      values.putAll(options.variables());
      Vars seen = new Vars(values, false);
      Reading silent = new Reading("", 0, root, seen);
      Cursor at = new Cursor(Field.scalar(""), "", silent);
      String text = Variables.expand(overlay.warehouse(environment), Variables.Allowed.SECRETS, at);
      Path folder = text == null ? null : local(text, root);
      if (folder != null && !root.startsWith(folder)) {
        folders.add(folder);
      }
    }
    return folders;
  }

  private static @Nullable Path local(String path, Path root) {
    String plain = path.startsWith("file:") ? path.replaceFirst("^file:/*", "/") : path;
    if (plain.isBlank()
        || plain.contains("${")
        || (!plain.startsWith("/") && !Locations.isRelative(plain))) {
      return null;
    }
    try {
      return root.resolve(plain).normalize();
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
