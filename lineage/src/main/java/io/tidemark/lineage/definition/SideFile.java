package io.tidemark.lineage.definition;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** A YAML file that a project names and that is no definition: one document, one map. */
public final class SideFile {

  private SideFile() {}

  /**
   * Reads it.
   *
   * @param path as the project declares it
   * @param shape the fields that it may have
   * @throws Refusal with all its problems at once
   */
  public static Fields read(Project project, String path, Shape shape) {
    String place = project.resolvePath(path);
    if (!place.startsWith("/")) {
      throw Refusal.of("NOT_LOCAL", null, path + " is not a local file", "give a local path");
    }
    YamlFile file = YamlFile.read(Path.of(place), path);
    if (file.failure() != null) {
      throw new Refusal(2, List.of(file.failure()));
    }
    if (file.documents().size() != 1) {
      throw new Refusal(
          2,
          List.of(
              Problem.error(
                  "BAD_SHAPE",
                  null,
                  path,
                  1,
                  "the file holds " + file.documents().size() + " YAML documents",
                  "write one map")));
    }
    YamlFile.YamlDocument document = file.documents().get(0);
    Reading reading =
        new Reading(path, document.line(), project.root(), new Vars(new TreeMap<>(), true));
    for (YamlWatch.Finding found : document.findings()) {
      reading.errorAt(found.line(), found.code(), found.message(), found.fix());
    }
    Fields fields = shape.read(new Cursor(document.root(), "", reading));
    if (fields == null || reading.failed()) {
      throw new Refusal(2, reading.problems());
    }
    return fields;
  }
}
