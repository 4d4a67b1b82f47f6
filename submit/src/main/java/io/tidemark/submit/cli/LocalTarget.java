package io.tidemark.submit.cli;

import io.tidemark.jobs.definition.Invocation;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.ProjectDefinition.Target;
import io.tidemark.lineage.definition.Refusal;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * This machine as the place where a job runs.
 *
 * @param cores how many tasks run at once
 * @param memory the process's heap, as {@code -Xmx} takes it
 */
record LocalTarget(int cores, String memory) {

  private static final String USUAL_MEMORY = "2g";

  /** This machine as it is, for a verb whose project does not exist yet. */
  static LocalTarget usual(Invocation invocation) {
    String given = invocation.options().target();
    if (given != null && !given.equals("local")) {
      throw Refusal.of(
          "UNKNOWN_TARGET",
          null,
          invocation.verb().words() + " runs on this machine only, not on " + given,
          "leave --target out");
    }
    return new LocalTarget(Runtime.getRuntime().availableProcessors(), USUAL_MEMORY);
  }

  /** The target of the command line, else the project's; refused if it is not this machine. */
  static LocalTarget of(Invocation invocation, Project project) {
    String given = invocation.options().target();
    String name = given == null ? project.definition().target() : given;
    Target target = project.definition().targets().get(name);
    if (target != null && !target.type().equals("local")) {
      throw Refusal.of(
          "NOT_SUPPORTED",
          null,
          "the target "
              + name
              + " is of type "
              + target.type()
              + ", which is not supported by this version of Tidemark yet",
          "use --target local, or spark-submit the job jar yourself");
    }
    SortedMap<String, String> settings = target == null ? new TreeMap<>() : target.settings();
    String cores = settings.get("cores");
    return new LocalTarget(
        cores == null ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(cores),
        settings.getOrDefault("memory", USUAL_MEMORY));
  }
}
