package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.lineage.registry.Event;
import io.tidemark.lineage.registry.EventLog;
import io.tidemark.lineage.registry.Registry;
import io.tidemark.lineage.registry.RunIoRow;
import io.tidemark.lineage.registry.RunRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * What a refused run said and left, checked against what holds for every one of them, and as the
 * text that a case expects.
 *
 * @param before path to digest of every file of the project before the run
 */
record RefusalOutcome(ProjectFolder project, Ran ran, Map<String, String> before) {

  private static final int SHOWN = 12;
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern NOISE =
      Pattern.compile(
          "\\b(org\\.apache|io\\.(delta|tidemark)|java\\.|javax\\.|scala\\.|com\\.[a-z]+)\\b"
              + "|Exception|\\bSQLSTATE|\\[[A-Z_.]{6,}]|Some\\(|None\\b|WrappedArray|\\$anon|\\bnull\\b");
  private static final Set<String> RECORDED = Set.of("event", "run", "run_io");

  /** The expectations of this outcome. */
  String text() {
    StringBuilder text = new StringBuilder(">>> exit " + ran.exitCode() + "\n>>> stderr\n");
    shown(ran.err().lines().toList()).forEach(line -> text.append(line).append('\n'));
    if (!ran.out().isEmpty()) {
      text.append(">>> problems\n");
      List<String> problems = ran.problems().stream().map(JsonNode::toString).toList();
      shown(problems).forEach(problem -> text.append(problem).append('\n'));
    }
    text.append(">>> left ").append(left()).append('\n');
    return neutral(text.toString());
  }

  /**
   * What every refusal has in common: who is woken by it at night can act on it.
   *
   * @param given the case, whose own words may come back
   */
  void check(String given, Set<String> secrets) {
    String said = ran.out() + ran.err();
    ran.withoutTrace();
    assertThat(
            NOISE
                .matcher(neutral(ran.err()))
                .results()
                .map(MatchResult::group)
                .filter(found -> !given.contains(found))
                .filter(found -> !isSparks(found))
                .toList())
        .as("noise in: %s", ran)
        .isEmpty();
    for (String secret : secrets) {
      assertThat(said).as(ran.toString()).doesNotContain(secret);
    }
    if (ran.out().isEmpty()) {
      assertThat(ran.err()).isNotBlank();
      return;
    }
    if (ran.exitCode() == 2) {
      ran.refused();
    }
    List<String> lines = ran.err().lines().toList();
    for (JsonNode problem : ran.problems()) {
      assertThat(problem.get("fix").isTextual()).as("what to do: %s", problem).isTrue();
      assertThat(lines)
          .anyMatch(
              line -> line.endsWith(oneLine(problem, "message") + "; " + oneLine(problem, "fix")));
    }
  }

  /** What is wrong with a query is said in Spark's words. */
  private boolean isSparks(String found) {
    return ran.args().contains("sql") && found.startsWith("[");
  }

  private static String oneLine(JsonNode problem, String field) {
    return problem.get(field).textValue().replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }

  private String left() {
    Map<String, String> after = project.files();
    Set<String> changed = new TreeSet<>();
    after.forEach((name, digest) -> add(changed, name, !digest.equals(before.get(name))));
    before.keySet().forEach(name -> add(changed, name, !after.containsKey(name)));
    String run = run();
    if (run == null) {
      assertThat(changed).as("changed without a run: %s", ran).isEmpty();
      return "nothing";
    }
    for (String name : changed) {
      assertThat(name).as(ran.toString()).matches(isRecord(run));
      if (!name.contains("_last_checkpoint")) {
        assertThat(before).as("was rewritten").doesNotContainKey(name);
      }
    }
    return "a failed run" + recorded(run);
  }

  private static void add(Set<String> names, String name, boolean condition) {
    if (condition) {
      names.add(name);
    }
  }

  private static String isRecord(String run) {
    return "warehouse/(_runs/%s/|registry/(%s)/).*"
        .formatted(run, String.join("|", new TreeSet<>(RECORDED)));
  }

  private String run() {
    return ran.out().isEmpty() || ran.json().get("runId").isNull()
        ? null
        : ran.json().get("runId").textValue();
  }

  /** The rows of the registry; in words, what the run had read. */
  private String recorded(String run) {
    Registry registry = Registry.open(new Configuration(), project.warehouse().toString());
    List<RunRow> rows = registry.runs().stream().filter(row -> row.runId().equals(run)).toList();
    JsonNode first =
        ran.problems().stream()
            .filter(problem -> problem.get("severity").textValue().equals("error"))
            .findFirst()
            .orElseThrow();
    assertThat(rows).as(ran.toString()).hasSize(1);
    assertThat(rows.get(0).state()).isEqualTo(RunRow.State.FAILED);
    assertThat(rows.get(0).exitCode()).isEqualTo(ran.exitCode());
    assertThat(rows.get(0).errorClass()).isEqualTo(first.get("code").textValue());
    assertThat(rows.get(0).errorMessage()).isEqualTo(first.get("message").textValue());
    List<String> actions =
        registry.events().stream(EventLog.streamOf(run)).stream()
            .map(Event::action)
            .map(Object::toString)
            .toList();
    assertThat(actions).as(ran.toString()).startsWith("RUN_STARTED").endsWith("RUN_FAILED");
    List<String> read = new ArrayList<>();
    for (RunIoRow io : registry.runIo()) {
      if (io.runId().equals(run)) {
        assertThat(io.direction()).as(ran.toString()).isEqualTo(RunIoRow.Direction.READ);
        read.add(io.name());
      }
    }
    read.sort(null);
    return read.isEmpty() ? "" : " that had opened " + String.join(", ", read);
  }

  private String neutral(String text) {
    String run = run();
    String plain = run == null ? text : text.replace(run, "{run}");
    String somewhere =
        UUID.matcher(plain.replace(project.root().toString(), "{project}")).replaceAll("{uuid}");
    // Which of a table's files is read first is chance.
    return somewhere.replaceAll("_bucket=\\d+", "_bucket={n}").replaceAll("part-\\d+", "part-{n}");
  }

  private static List<String> shown(List<String> lines) {
    if (lines.size() <= SHOWN) {
      return lines;
    }
    List<String> shown = new ArrayList<>(lines.subList(0, 3));
    shown.add("... and " + (lines.size() - 4) + " more, the last:");
    shown.add(lines.get(lines.size() - 1));
    return shown;
  }
}
