package io.tidemark.jobs.definition;

import io.tidemark.jobs.demo.NewProject;
import io.tidemark.jobs.demo.Template;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Status;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The verbs that make a folder. */
public final class Folders {

  private static final String DEMO = "tidemark-demo";

  private Folders() {}

  /** The folder that {@code init} or {@code demo} is about, as it was typed. */
  public static String named(Invocation invocation) {
    String project = invocation.options().project();
    if (invocation.names().isEmpty()) {
      return project == null ? DEMO : project;
    }
    if (project != null) {
      throw CommandLines.usage(
          "DIR stands with -C", "name the folder once, as tidemark " + invocation.verb().words());
    }
    return invocation.name();
  }

  /** The new project in that folder. */
  public static NewProject project(Invocation invocation) {
    String named = named(invocation);
    try {
      return new NewProject(Path.of(named));
    } catch (InvalidPathException e) {
      throw CommandLines.usage("'" + named + "' is not a folder", "give a folder");
    }
  }

  /** Makes a project's files. */
  static Answer init(Invocation invocation) {
    Template template = Template.of(invocation.own().get(Grammar.TEMPLATE));
    Map<String, Boolean> files = project(invocation).init(template);
    List<Map<String, Object>> results = new ArrayList<>();
    files.forEach(
        (file, written) -> {
          Map<String, Object> result = new LinkedHashMap<>();
          result.put("file", file);
          result.put("status", written ? "written" : "unchanged");
          results.add(result);
        });
    Status status = files.containsValue(true) ? Status.OK : Status.UNCHANGED;
    return new Answer(invocation.verb().words(), null, status, 0, results, List.of());
  }

  /** What to do with a project that {@code init} has made. */
  static String next(Invocation invocation) {
    String folder = named(invocation);
    if (Template.of(invocation.own().get(Grammar.TEMPLATE)) == Template.EMPTY) {
      return "next: declare sources, entities and views in "
          + folder
          + "/*.yaml, then\n  "
          + Shell.tidemark("validate", "-C", folder)
          + "\n";
    }
    return "next: "
        + folder
        + "/README.md says what is there and what to try; first\n  "
        + Shell.tidemark("validate", "-C", folder)
        + "\n  "
        + Shell.tidemark("demo", folder)
        + "\n";
  }
}
