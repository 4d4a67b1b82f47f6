package io.tidemark.lineage.registry;

import static io.tidemark.lineage.registry.Samples.assertChained;
import static io.tidemark.lineage.registry.Samples.io;
import static io.tidemark.lineage.registry.Samples.object;
import static io.tidemark.lineage.registry.Samples.start;
import static io.tidemark.lineage.registry.Samples.trainingSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lineage.definition.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {

  private static final Configuration CONF = new Configuration();

  @TempDir Path folder;

  private Registry registry() {
    return Registry.initialise(CONF, folder.resolve("wh").toString());
  }

  @Test
  void aWarehouseMayHaveAnyNameAndBeMoved() throws Exception {
    Path odd = folder.resolve("Ann's ware house, 100% ü");
    Recorder run = Recorder.begin(Registry.initialise(CONF, odd.toString()), start("apply"));
    run.end(0, null, null);

    Path moved = Files.move(odd, folder.resolve("moved"));
    Registry registry = Registry.open(CONF, moved.toString());
    assertChained(registry.events().stream("run/" + run.runId()));
    assertThat(registry.runs()).extracting(RunRow::runId).containsExactly(run.runId());
    assertThat(folder).isDirectoryNotContaining(each -> !each.equals(moved));
  }

  @Test
  void aRunLeavesItsEventsItsRowsAndItsFolder() throws Exception {
    Registry registry = registry();
    Recorder run = Recorder.begin(registry, start("apply"));
    ObjectRow view = object(run, "x", "active");
    DependencyRow on = new DependencyRow("FeatureView", "x", 1, "Source", "loans", 0);
    run.read(io(run, RunIoRow.Direction.READ, "source:loans", null));
    run.rowsRead("source:loans", 2);
    assertThat(run.register(List.of(new Registration(view, List.of(on))))).containsExactly(view);
    TrainingSetRow set = trainingSet(run, 1);
    run.event(Action.TRAINING_SET_SEALED, "TrainingSet/credit@1", set.toPayload());
    run.written(io(run, RunIoRow.Direction.WRITE, "features.x_v1", 0L));
    run.end(0, null, null);

    List<Event> events = registry.events().stream("run/" + run.runId());
    assertThat(events)
        .extracting(Event::action)
        .containsExactly(
            Action.RUN_STARTED,
            Action.DATASET_READ,
            Action.FEATURE_REGISTERED,
            Action.TRAINING_SET_SEALED,
            Action.DATASET_WRITTEN,
            Action.RUN_COMPLETED);
    assertThat(events).extracting(Event::object).contains("dataset/features.x_v1@0");
    assertThat(events.get(5).payload()).containsEntry("events", 6);
    assertChained(events);

    assertThat(registry.currentObjects()).containsExactly(view);
    assertThat(registry.dependencies()).containsExactly(on);
    assertThat(registry.trainingSets()).containsExactly(set);
    assertThat(registry.trainingSet("credit")).contains(set);
    assertThat(registry.runIo()).extracting(RunIoRow::rows).containsExactly(9L, 7L);
    assertThat(registry.runs()).hasSize(1);
    RunRow row = registry.runs().get(0);
    assertThat(row.state()).isEqualTo(RunRow.State.SUCCEEDED);
    assertThat(row.exitCode()).isZero();
    assertThat(row.params()).containsEntry("view", "x@1");
    assertThat(row.codeDirty()).isFalse();
    assertThat(row.parentRunId()).isNull();
    assertThat(row.endedAt()).isAfterOrEqualTo(row.startedAt());
    Path runs = folder.resolve("wh/_runs/" + run.runId());
    assertThat(runs.resolve("plan.json")).content().contains("\"verb\":\"apply\"");
    assertThat(runs.resolve("result.json")).content().contains("\"state\":\"SUCCEEDED\"");
    assertThat(folder.resolve("wh/_runs/.open")).isEmptyDirectory();
  }

  @Test
  void aFailedRunIsRecordedWithWhatFailed() {
    Registry registry = registry();
    Recorder run = Recorder.begin(registry, start("materialize"));
    run.end(2, "Refusal", "no such column");
    run.end(0, null, null);

    assertThat(registry.runs()).hasSize(1);
    assertThat(registry.runs().get(0).state()).isEqualTo(RunRow.State.FAILED);
    assertThat(registry.runs().get(0).exitCode()).isEqualTo(2);
    assertThat(registry.runs().get(0).errorMessage()).isEqualTo("no such column");
    assertThat(registry.events().stream("run/" + run.runId()))
        .extracting(Event::action)
        .containsExactly(Action.RUN_STARTED, Action.RUN_FAILED);
  }

  @Test
  void anObjectThatSaysTheSameIsNotRegisteredTwice() {
    Registry registry = registry();
    for (String state : List.of("draft", "draft", "active")) {
      Recorder run = Recorder.begin(registry, start("apply"));
      run.register(List.of(new Registration(object(run, "x", state), List.of())));
      run.end(0, null, null);
    }

    assertThat(registry.table(Tables.OBJECT).newest().rows(List.of(), null)).hasSize(2);
    assertThat(registry.currentObjects()).extracting(ObjectRow::state).containsExactly("active");
  }

  @Test
  void fourThreadsLoseNothing() throws Exception {
    Registry first = registry();
    int threads = 4;
    int runs = 5;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<?>> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      // Two share a registry, two have their own, as two processes would.
      Registry registry = t < 2 ? first : registry();
      all.add(
          pool.submit(
              () -> {
                for (int r = 0; r < runs; r++) {
                  Recorder run = Recorder.begin(registry, start("materialize"));
                  run.read(io(run, RunIoRow.Direction.READ, "features.x_v1", 3L));
                  run.end(0, null, null);
                }
              }));
    }
    for (Future<?> each : all) {
      each.get();
    }
    pool.shutdown();

    assertThat(first.runs()).hasSize(threads * runs);
    assertThat(first.runIo()).hasSize(threads * runs);
    Map<String, List<Event>> streams = first.events().streams();
    assertThat(streams).hasSize(threads * runs);
    streams.values().forEach(events -> assertThat(events).hasSize(3));
    streams.values().forEach(Samples::assertChained);
    assertThat(folder.resolve("wh/registry/event/_delta_log/_last_checkpoint")).exists();
  }

  @Test
  void rebuildMakesTheSameTypedRows() {
    Registry registry = registry();
    for (int i = 1; i <= 3; i++) {
      Recorder run = Recorder.begin(registry, start("apply"));
      DependencyRow on = new DependencyRow("FeatureView", "x", 1, "Source", "loans", 0);
      run.register(
          List.of(new Registration(object(run, "x", i == 2 ? "draft" : "active"), List.of(on))));
      run.event(
          Action.TRAINING_SET_SEALED, "TrainingSet/credit@" + i, trainingSet(run, i).toPayload());
      run.written(io(run, RunIoRow.Direction.WRITE, "features.x_v1", (long) i));
      run.end(i == 3 ? 2 : 0, i == 3 ? "Refusal" : null, i == 3 ? "why" : null);
    }
    Recorder open = Recorder.begin(registry, start("materialize"));
    Map<String, List<List<Object>>> before = contents(registry);

    Recorder rebuild = Recorder.begin(registry, start("registry rebuild"));
    registry.rebuild(rebuild.runId());
    assertThat(contents(registry)).isEqualTo(before);
    rebuild.end(0, null, null);
    open.end(0, null, null);
    assertThat(registry.runs()).extracting(RunRow::verb).hasSize(5).contains("registry rebuild");
    registry.rebuild(rebuild.runId());
    assertThat(registry.runs()).hasSize(5);
  }

  @Test
  void rebuildBringsBackTablesThatWereDeleted() throws Exception {
    Registry registry = registry();
    Recorder run = Recorder.begin(registry, start("apply"));
    run.end(0, null, null);
    Recorder rebuild = Recorder.begin(registry, start("registry rebuild"));
    registry.storage().deleteFolder("registry/run");

    assertThatThrownBy(registry::runs)
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("registry.run is missing")
        .hasMessageContaining("registry rebuild");
    registry.rebuild(rebuild.runId());
    rebuild.end(0, null, null);
    assertThat(registry.runs()).hasSize(2);
  }

  private static Map<String, List<List<Object>>> contents(Registry registry) {
    Map<String, List<List<Object>>> contents = new HashMap<>();
    contents.put("runs", rows(registry.runs().stream().map(RunRow::toRow).toList()));
    contents.put("io", rows(registry.runIo().stream().map(RunIoRow::toRow).toList()));
    contents.put("on", rows(registry.dependencies().stream().map(DependencyRow::toRow).toList()));
    contents.put("set", rows(registry.trainingSets().stream().map(TrainingSetRow::toRow).toList()));
    contents.put(
        "object",
        rows(
            registry.table(Tables.OBJECT).newest().rows(List.of(), null).stream()
                .map(cells -> ObjectRow.of(cells).toRow())
                .toList()));
    return contents;
  }

  private static List<List<Object>> rows(List<List<Object>> rows) {
    return rows.stream().sorted((a, b) -> a.toString().compareTo(b.toString())).toList();
  }

  @Test
  void filesSayWhichRunsTheyHoldSoThatOthersAreNotOpened() throws IOException {
    Registry registry = registry();
    Recorder run = Recorder.begin(registry, start("apply"));
    run.end(0, null, null);

    for (String table : List.of("event", "run")) {
      assertThat(folder.resolve("wh/registry/" + table + "/_delta_log/00000000000000000001.json"))
          .content()
          .contains("\\\"minValues\\\":{", "\\\"run_id\\\":\\\"" + run.runId());
    }
    String file = "wh/registry/run/_delta_log/00000000000000000001.json";
    Path data =
        folder.resolve("wh/registry/run").resolve(parquet(Files.readString(folder.resolve(file))));
    Files.writeString(data, "no Parquet");
    Recorder other = Recorder.begin(registry, start("apply"));
    other.end(0, null, null);
    assertThatThrownBy(registry::runs).isInstanceOf(RuntimeException.class);
  }

  private static String parquet(String commit) {
    Matcher name = Pattern.compile("\"path\":\"([^\"]+)\"").matcher(commit);
    assertThat(name.find()).isTrue();
    return name.group(1);
  }

  @Test
  void coverageIsReadFromTheLog() {
    Registry registry = registry();
    Recorder run = Recorder.begin(registry, start("materialize"));
    Map<String, Object> window =
        Map.of("view", "x@1", "from", "2026-01-01T00:00:00Z", "to", "2026-01-02T00:00:00Z");
    Map<String, Object> all = Map.of("view", "x@1", "to", "2026-03-01T00:00:00.000000Z");
    for (Map<String, Object> covered : List.of(window, all)) {
      run.event(
          Action.DATASET_READ,
          "dataset/features.x_v1@3",
          new TreeMap<>(Map.of("covered", covered)));
    }
    run.flush();

    assertThat(registry.coverage("x@1"))
        .containsExactlyInAnyOrder(
            new Coverage(
                "x@1",
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-01-02T00:00:00Z")),
            new Coverage("x@1", null, Instant.parse("2026-03-01T00:00:00Z")));
    assertThat(registry.coverage("x@11")).isEmpty();
    run.event(
        Action.DATASET_READ,
        "dataset/features.x_v1@4",
        new TreeMap<>(Map.of("covered", Map.of("view", "x@1", "to", "2026-04-01T00:00:00Z"))));
    run.flush();
    assertThat(registry.coverage("x@1")).hasSize(3);
    run.end(0, null, null);
    assertThat(registry.runIo()).isEmpty();
  }
}
