package io.tidemark.lineage.definition;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Loads one project: finds its files, reads its documents, checks them against each other. */
final class Loader {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(Problem::file, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparingInt(Problem::line)
          .thenComparing(Problem::message);
  private static final Pattern NAMES =
      Pattern.compile("\\bname[\"']?\\s*:\\s*[\"']?([A-Za-z0-9_]+)");

  private final LoadOptions options;
  private final Kinds kinds = Kinds.load();
  private final Links links = new Links(kinds);
  private final List<Problem> problems = new ArrayList<>();
  private final List<Document> documents = new ArrayList<>();
  private final Path root;

  Loader(LoadOptions options) {
    this.options = options;
    this.root = ProjectFiles.locate(options);
  }

  Project load() {
    List<YamlFile> files = new ProjectFiles(root).read(this::warehouses);
    files.sort(Comparator.comparing(YamlFile::name));
    files.forEach(this::noteFailure);
    ProjectReader project = readProject(files);
    DocumentReader reader =
        new DocumentReader(kinds, links, root, project.vars(), project.defaults());
    for (YamlFile file : files) {
      for (YamlFile.YamlDocument document : file.documents()) {
        if (!ProjectFiles.isProject(document.root())) {
          add(reader.read(file.name(), document));
        }
      }
    }
    problems.addAll(reader.problems());
    checkThereIsAProject(files);
    documents.forEach(document -> document.declared(links));
    documents.forEach(document -> problems.addAll(document.reading().problems()));
    return result(project);
  }

  private Project result(ProjectReader project) {
    List<Problem> sorted = new LinkedHashSet<>(problems).stream().sorted(BY_PLACE).toList();
    if (sorted.stream().anyMatch(Problem::isError)) {
      throw new Refusal(2, sorted);
    }
    SortedMap<String, SortedMap<Ref, Declared<?>>> declared = new TreeMap<>();
    ProjectDefinition definition = null;
    for (Document document : documents) {
      Declared<?> each = document.declared(links);
      if (each == null) {
        throw new IllegalStateException(document.place() + " failed without a problem");
      }
      declared
          .computeIfAbsent(document.kind().name(), k -> new TreeMap<>())
          .put(document.ref(), each);
      if (each.definition() instanceof ProjectDefinition found) {
        definition = found;
      }
    }
    if (definition == null) {
      throw new IllegalStateException("The project failed without a problem");
    }
    String environment = project.environment();
    return new Project(
        root,
        environment == null ? "" : environment,
        options.process(),
        definition,
        declared,
        sorted);
  }

  private void noteFailure(YamlFile file) {
    Problem failure = file.failure();
    if (failure == null) {
      return;
    }
    problems.add(failure);
    if (file.text().isEmpty()) {
      links.addUnreadable();
    }
    Matcher names = NAMES.matcher(file.text());
    while (names.find()) {
      links.addFailed(null, names.group(1));
    }
  }

  private ProjectReader readProject(List<YamlFile> files) {
    ProjectReader project = new ProjectReader(kinds, links, root, options);
    String first = null;
    for (YamlFile file : files) {
      for (YamlFile.YamlDocument document : file.documents()) {
        if (!ProjectFiles.isProject(document.root())) {
          continue;
        }
        if (first == null) {
          first = file.name() + ":" + document.line();
          add(project.read(file.name(), document));
        } else {
          problems.add(
              Problem.error(
                  "DUPLICATE_PROJECT",
                  null,
                  file.name(),
                  document.line(),
                  "A project has one Project, the other is at " + first,
                  "remove one, or name the folder of one of them with -C"));
        }
      }
    }
    problems.addAll(project.problems());
    return project;
  }

  /** A project that is there and failed has said why. */
  private void checkThereIsAProject(List<YamlFile> files) {
    boolean found =
        files.stream()
            .flatMap(file -> file.documents().stream())
            .anyMatch(document -> ProjectFiles.isProject(document.root()));
    if (!found && !links.mayHaveFailed(ProjectDefinition.KIND)) {
      problems.add(
          Problem.error(
              "PROJECT_NOT_FOUND",
              null,
              "The folder " + root + " holds no Project",
              "name a project's folder with -C, or add a document of kind: Project"));
    }
  }

  private void add(@Nullable Document document) {
    if (document == null) {
      return;
    }
    Document first = links.add(document);
    if (first == null) {
      documents.add(document);
      return;
    }
    String name = document.kind().name() + " " + document.ref();
    document
        .reading()
        .error(
            "metadata.name",
            "DUPLICATE_DEFINITION",
            name + " is declared twice, first at " + first.place(),
            "remove one" + (document.kind().versioned() ? ", or give it another version" : ""));
    problems.addAll(document.reading().problems());
  }

  /** The local warehouses of the projects read so far, whatever the environment. */
  private List<Path> warehouses(List<YamlFile> files) {
    List<Path> found = new ArrayList<>();
    for (YamlFile file : files) {
      for (YamlFile.YamlDocument document : file.documents()) {
        if (ProjectFiles.isProject(document.root())) {
          found.addAll(ProjectReader.warehouses(document.root(), root, options));
        }
      }
    }
    return found;
  }
}
