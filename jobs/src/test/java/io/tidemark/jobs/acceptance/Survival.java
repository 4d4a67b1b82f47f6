package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What must hold of a warehouse whose writer died, before and after the verb is run again. */
final class Survival {

  private static final List<String> TYPED =
      List.of("run", "run_io", "object", "dependency", "training_set");

  private final DuckDb duck;

  Survival(DuckDb duck) {
    this.duck = duck;
  }

  /** A warehouse's rows of user data, by table; of quarantine less what differs by run. */
  record Content(Map<String, List<String>> features, Map<String, List<String>> sets) {

    /** The same but for the ordinals, which tell in which order runs came. */
    Content inAnyOrder() {
      Map<String, List<String>> rows = new TreeMap<>();
      features.forEach(
          (table, texts) ->
              rows.put(
                  table,
                  texts.stream()
                      .map(text -> text.replaceAll(",?\"_(seq|run)\":[0-9]+", ""))
                      .sorted()
                      .toList()));
      return new Content(rows, sets);
    }
  }

  /** What the registered tables hold; a table that nobody has registered does not exist. */
  Content content(Path warehouse) {
    DeltaTables tables = tables(warehouse);
    Map<String, List<String>> features = new TreeMap<>();
    for (String table : tables.in("features")) {
      features.put(table, tables.texts(table, "*"));
    }
    for (String table : tables.in("quarantine")) {
      features.put(
          table, tables.texts(table, "* EXCLUDE (_row_id, _batch_id, _run_id, _quarantined_at)"));
    }
    features.put("proof", List.of(proof(tables)));
    features.put("states", states(tables));
    Map<String, List<String>> sets = new TreeMap<>();
    for (JsonNode set : tables.rows("registry.training_set", "\"table\", \"rows\"")) {
      String table = set.get("table").asText();
      sets.put(table, tables.texts(table, "*"));
      assertThat(sets.get(table)).as(table).hasSize(set.get("rows").asInt());
    }
    return new Content(features, sets);
  }

  /** How many withheld rows were noted to be in each state; two notes of one count as one. */
  private static List<String> states(DeltaTables tables) {
    Map<String, Set<String>> rows = new TreeMap<>();
    for (JsonNode note : tables.rows("quality.quarantine_state")) {
      rows.computeIfAbsent(note.get("state").asText(), none -> new TreeSet<>())
          .add(note.get("row_id").asText());
    }
    return rows.entrySet().stream()
        .map(each -> each.getKey() + " " + each.getValue().size())
        .toList();
  }

  /** What all batches together are proven to have had, written and withheld. */
  private static String proof(DeltaTables tables) {
    long[] sums = new long[3];
    for (JsonNode batch : tables.rows("quality.quarantine")) {
      sums[0] += batch.get("rows_in").asLong();
      sums[1] += batch.get("rows_target").asLong();
      sums[2] += batch.get("rows_quarantined").asLong();
    }
    return Arrays.toString(sums);
  }

  /** Before anything is run again: each table is as it was before the verb or as it is after it. */
  void nothingHalf(Path warehouse, Content before, Content after) {
    Content dead = content(warehouse);
    dead.features()
        .forEach(
            (table, rows) ->
                assertThat(
                        List.of(
                            before.features().getOrDefault(table, List.of()), rows(after, table)))
                    .as(table)
                    .contains(rows));
    dead.sets().forEach((table, rows) -> assertThat(rows).isEqualTo(after.sets().get(table)));
  }

  private static List<String> rows(Content content, String table) {
    return content.features().getOrDefault(table, List.of());
  }

  /** How the streams of runs stand: run id to last action. */
  Map<String, String> lastActions(Path warehouse) {
    Map<String, JsonNode> last = new TreeMap<>();
    for (JsonNode event : tables(warehouse).events()) {
      last.merge(
          event.get("run_id").asText(),
          event,
          (one, other) -> one.get("seq").asLong() > other.get("seq").asLong() ? one : other);
    }
    Map<String, String> actions = new TreeMap<>();
    last.forEach((run, event) -> actions.put(run, event.get("action").asText()));
    return actions;
  }

  /** Everything that must hold once the verb was run again. */
  void whole(Path warehouse, Content expected, List<String> objects, Map<String, String> dead) {
    assertThat(content(warehouse)).isEqualTo(expected);
    assertThat(objects(warehouse)).isEqualTo(objects);
    Map<String, String> states = runsAreWhole(warehouse, List.of("SUCCEEDED", "FAILED", "LOST"));
    dead.forEach(
        (run, action) ->
            assertThat(states.get(run))
                .isEqualTo(
                    action.startsWith("RUN_") && !action.equals("RUN_STARTED")
                        ? state(action)
                        : "LOST"));
  }

  /** Chains, marks and one row a run; the state of each run. */
  Map<String, String> runsAreWhole(Path warehouse, List<String> allowed) {
    DeltaTables tables = tables(warehouse);
    assertThat(EventChain.problems(tables.events())).isEmpty();
    assertThat(Folders.names(warehouse.resolve("_runs/.open")))
        .allMatch(name -> name.contains(".tidemark-"));
    Map<String, String> states = new TreeMap<>();
    lastActions(warehouse).forEach((run, action) -> states.put(run, state(action)));
    List<JsonNode> runs = tables.rows("registry.run");
    assertThat(runs)
        .extracting(row -> row.get("run_id").asText())
        .containsExactlyInAnyOrderElementsOf(states.keySet());
    for (JsonNode run : runs) {
      String id = run.get("run_id").asText();
      assertThat(run.get("state").asText()).isEqualTo(states.get(id));
      assertThat(run.get("exit_code").isNull()).isEqualTo(states.get(id).equals("LOST"));
    }
    assertThat(states.values()).allMatch(allowed::contains);
    return states;
  }

  private static String state(String action) {
    return switch (action) {
      case "RUN_COMPLETED" -> "SUCCEEDED";
      case "RUN_FAILED" -> "FAILED";
      case "RUN_ABORTED" -> "LOST";
      default -> "open: " + action;
    };
  }

  /** Every registered object, less when and by which run. */
  List<String> objects(Path warehouse) {
    return tables(warehouse).texts("registry.object", "* EXCLUDE (registered_at, run_id)");
  }

  /** The typed tables are what a rebuild makes of the events. */
  void rebuildChangesNothing(ProjectFolder project) {
    Map<String, List<String>> before = typed(project, "");
    Ran ran = project.verb("registry rebuild" + SmallBank.NOW).ok();
    assertThat(typed(project, ran.json().get("runId").asText())).isEqualTo(before);
  }

  private Map<String, List<String>> typed(ProjectFolder project, String without) {
    DeltaTables tables = tables(project.warehouse());
    Map<String, List<String>> typed = new TreeMap<>();
    for (String table : TYPED) {
      List<String> rows = new ArrayList<>(tables.texts("registry." + table, "*"));
      rows.removeIf(row -> !without.isEmpty() && row.contains(without));
      typed.put(table, rows);
    }
    return typed;
  }

  private DeltaTables tables(Path warehouse) {
    return new DeltaTables(duck, warehouse);
  }
}
