package io.tidemark.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.jobs.definition.Folders;
import io.tidemark.jobs.definition.GlobalOptions;
import io.tidemark.jobs.definition.Invocation;
import io.tidemark.jobs.definition.Names;
import io.tidemark.jobs.definition.Output;
import io.tidemark.jobs.definition.Projects;
import io.tidemark.jobs.definition.Verb;
import io.tidemark.jobs.demo.Generated;
import io.tidemark.jobs.demo.NewProject;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Status;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** {@code demo}: makes a bank and runs it. Each step is another verb's job, recorded as its run. */
final class Demo {

  /** The training set of the bank. */
  private static final String SET = "loan_defaults";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Runs one verb on a loaded project, its rows printed to a stream. */
  interface Steps {
    Answer run(Invocation step, Project project, PrintStream to);
  }

  private final SortedMap<String, String> environment;
  private final PrintStream out;
  private final Steps steps;
  private final List<Map<String, Object>> results = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private boolean changed;
  private int exit;

  Demo(SortedMap<String, String> environment, PrintStream out, Steps steps) {
    this.environment = environment;
    this.out = out;
    this.steps = steps;
  }

  /**
   * Makes what is not there yet and runs the steps, up to the first that is refused.
   *
   * @throws io.tidemark.lineage.definition.Refusal before the first step
   */
  Answer run(Invocation demo) {
    NewProject folder = Folders.project(demo);
    folder.check(demo.own());
    boolean told = demo.options().output() == Output.TABLE;
    DemoStory story = new DemoStory(told ? out : nowhere(), Folders.named(demo), folder.folder());
    story.begin();
    boolean made = folder.demo(demo.own()).containsValue(true);
    Generated data = Generated.of(folder.folder()).orElseThrow();
    changed = made;
    result("generate", made ? Status.OK : Status.UNCHANGED, null, List.of(data.counts()));
    story.data(data, made);

    GlobalOptions options = demo.options().in(folder.folder().toString());
    Project project = Projects.load(options, environment);
    problems.addAll(project.warnings());
    steps(project, options, data, story);
    Status status = exit != 0 ? Answer.ofExit(exit) : changed ? Status.OK : Status.UNCHANGED;
    return new Answer(demo.verb().words(), null, status, exit, results, problems);
  }

  private void steps(Project project, GlobalOptions options, Generated data, DemoStory story) {
    Answer applied = step(new Invocation(Verb.APPLY, options, List.of(), null, null), project);
    if (exit != 0) {
      return;
    }
    story.applied(applied);
    LocalDate from = data.firstDay();
    LocalDate to = data.lastDay();
    Answer rows = step(new Invocation(Verb.MATERIALIZE, options, List.of(), from, to), project);
    if (exit != 0) {
      return;
    }
    story.materialized(rows, from, to);
    DemoBadDay badDay = new DemoBadDay(this, options, environment, data.badDay(), story);
    if (!badDay.run(project)) {
      return;
    }
    project = Projects.load(options, environment);
    Answer set =
        step(new Invocation(Verb.TRAINING_SET_CREATE, options, List.of(SET), null, null), project);
    if (exit != 0) {
      return;
    }
    story.created(set);
    Answer verified = proof(Verb.TRAINING_SET_VERIFY, options, project);
    if (exit != 0) {
      return;
    }
    Answer diff = proof(Verb.TRAINING_SET_DIFF, options, project);
    if (exit != 0) {
      return;
    }
    story.proven(verified, diff);
    if (!new DemoMonth(this, options, environment, story).run(project)) {
      return;
    }
    String training = String.valueOf(set.results().get(0).get("table"));
    List<String> queries =
        List.of(DemoQueries.late(), DemoQueries.leaks(training), DemoQueries.defaults(training));
    List<List<Map<String, Object>>> answers = new ArrayList<>();
    for (String query : queries) {
      answers.add(query(query, options, project));
      if (exit != 0) {
        return;
      }
    }
    story.findings(answers.get(0), answers.get(1), answers.get(2));
    story.end(queries, changed);
  }

  private Answer proof(Verb verb, GlobalOptions options, Project project) {
    return look(new Invocation(verb, options, List.of(SET), null, null), project, Set.of(0));
  }

  /** Runs a verb that adds nothing: that it went well is no change. */
  Answer look(Invocation step, Project project, Set<Integer> expected) {
    boolean before = changed;
    Answer answer = step(step, project, expected);
    changed = before;
    return answer;
  }

  /** Runs a verb as a step of the demo, which ends if it is refused. */
  Answer step(Invocation step, Project project) {
    return step(step, project, Set.of(0));
  }

  /**
   * Runs a verb whose exit code tells something.
   *
   * @param expected the exit codes that the demo goes on after
   */
  Answer step(Invocation step, Project project, Set<Integer> expected) {
    Names.check(step, project);
    Answer answer = steps.run(step, project, out);
    String words = step.verb().words();
    result(
        step.names().isEmpty() ? words : words + " " + String.join(" ", step.names()),
        answer.status(),
        answer.runId(),
        answer.results());
    if (!expected.contains(answer.exitCode())) {
      ended(answer);
    }
    changed |= answer.status() == Status.OK;
    return answer;
  }

  /** Whether a step has ended the demo. */
  boolean hasEnded() {
    return exit != 0;
  }

  /** Runs a query; its rows. */
  List<Map<String, Object>> query(String query, GlobalOptions options, Project project) {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    Answer answer =
        steps.run(
            new Invocation(Verb.SQL, options, List.of(query), null, null),
            project,
            new PrintStream(rows, true, StandardCharsets.UTF_8));
    List<Map<String, Object>> read = answer.exitCode() == 0 ? read(rows) : List.of();
    result("sql", answer.status(), null, read);
    results.get(results.size() - 1).put("query", query);
    ended(answer);
    return read;
  }

  private void ended(Answer answer) {
    exit = answer.exitCode();
    problems.addAll(answer.problems());
  }

  private void result(
      String step, Status status, @Nullable String run, List<Map<String, Object>> rows) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("step", step);
    result.put("status", status.word());
    result.put("runId", run);
    result.put("results", rows);
    results.add(result);
  }

  private static List<Map<String, Object>> read(ByteArrayOutputStream rows) {
    try {
      return Objects.requireNonNull(
          JSON.readValue(rows.toString(StandardCharsets.UTF_8), new TypeReference<>() {}));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream());
  }
}
