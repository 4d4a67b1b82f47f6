package io.tidemark.jobs.bench;

import io.tidemark.jobs.definition.GlobalOptions;
import io.tidemark.jobs.definition.Invocation;
import io.tidemark.jobs.definition.Output;
import io.tidemark.jobs.definition.Projects;
import io.tidemark.jobs.definition.Verb;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The product's verbs on the generated project of a folder, at a time of its own. */
final class BenchVerbs {
  private static final String FILE = "project.yaml";

  private final BenchFolder folder;
  private final GlobalOptions given;
  private final SortedMap<String, String> environment;
  private final Verbs verbs;
  private final Instant now;

  /**
   * Verbs on a folder.
   *
   * @param given what the user said, of which only how much to tell counts
   * @param now what the verbs take for the present
   */
  BenchVerbs(
      BenchFolder folder,
      GlobalOptions given,
      SortedMap<String, String> environment,
      Verbs verbs,
      Instant now) {
    this.folder = folder;
    this.given = given;
    this.environment = environment;
    this.verbs = verbs;
    this.now = now;
  }

  /** Writes the project's file and loads it. */
  Project project(String text) {
    folder.write(FILE, text);
    return load(new TreeMap<>());
  }

  /** Loads the project as it is, with these variables. */
  Project load(SortedMap<String, String> variables) {
    return Projects.load(options(variables), environment);
  }

  /** Runs a verb without flags on a project. */
  Answer run(Verb verb, Project project, String... names) {
    return run(new Invocation(verb, options(new TreeMap<>()), List.of(names), null, null), project);
  }

  /**
   * Runs a verb on a project.
   *
   * @throws Refusal if it refuses or fails
   */
  Answer run(Invocation step, Project project) {
    Answer answer = verbs.run(step, project);
    if (answer.exitCode() != 0) {
      throw new Refusal(answer.exitCode(), answer.problems());
    }
    return answer;
  }

  GlobalOptions options(SortedMap<String, String> variables) {
    return new GlobalOptions(
        folder.root().toString(),
        null,
        null,
        Output.JSON,
        null,
        now,
        true,
        given.verbose(),
        given.color(),
        true,
        variables);
  }
}
