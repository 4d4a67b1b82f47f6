package io.tidemark.lineage.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The typed rows that the events of one ended run stand for. A run's end and {@code registry
 * rebuild} both go through here, so that they agree.
 */
record Projection(
    String runId,
    List<ObjectRow> objects,
    List<DependencyRow> dependencies,
    List<TrainingSetRow> trainingSets,
    List<RunIoRow> io,
    @Nullable RunRow run) {

  /** Projects a whole stream; without an end, nothing comes out. */
  static Projection of(String runId, List<Event> stream) {
    List<ObjectRow> objects = new ArrayList<>();
    Set<DependencyRow> dependencies = new LinkedHashSet<>();
    List<TrainingSetRow> trainingSets = new ArrayList<>();
    List<RunIoRow> io = new ArrayList<>();
    Event start = null;
    Event end = null;
    for (Event event : stream) {
      Map<?, ?> row = Payload.map(event.payload(), "row");
      switch (event.action()) {
        case RUN_STARTED -> start = event;
        case RUN_COMPLETED, RUN_FAILED, RUN_ABORTED -> end = event;
        case FEATURE_REGISTERED -> {
          objects.add(ObjectRow.ofPayload(row, runId, event.eventTime()));
          for (Map<?, ?> each : Payload.maps(event.payload(), "dependencies")) {
            dependencies.add(DependencyRow.ofPayload(each));
          }
        }
        case TRAINING_SET_SEALED ->
            trainingSets.add(TrainingSetRow.ofPayload(row, runId, event.eventTime()));
        case DATASET_READ, DATASET_WRITTEN -> {
          Map<?, ?> each = Payload.map(event.payload(), "io");
          if (!each.isEmpty()) {
            io.add(RunIoRow.ofPayload(each, runId));
          }
        }
        default -> {}
      }
    }
    if (start == null || end == null) {
      return new Projection(runId, List.of(), List.of(), List.of(), List.of(), null);
    }
    return new Projection(
        runId, objects, List.copyOf(dependencies), trainingSets, io, run(runId, start, end));
  }

  private static RunRow run(String runId, Event start, Event end) {
    Map<?, ?> started = start.payload();
    Map<?, ?> ended = end.payload();
    boolean lost = end.action() == Action.RUN_ABORTED;
    return new RunRow(
        runId,
        Payload.text(started, "parent_run_id"),
        Payload.needText(started, "verb"),
        Payload.text(started, "job"),
        Payload.integer(started, "attempt", 1),
        lost
            ? RunRow.State.LOST
            : end.action() == Action.RUN_COMPLETED ? RunRow.State.SUCCEEDED : RunRow.State.FAILED,
        lost ? null : Integer.valueOf(Payload.integer(ended, "exit_code", 1)),
        Payload.text(ended, "error_class"),
        Payload.text(ended, "error_message"),
        start.eventTime(),
        lost ? null : end.eventTime(),
        Instant.parse(Payload.needText(started, "now")),
        Objects.requireNonNullElse(Payload.text(started, "env"), ""),
        Objects.requireNonNullElse(Payload.text(started, "target"), ""),
        Payload.text(started, "team"),
        Payload.text(started, "use_case"),
        start.actor(),
        Payload.texts(started, "params"),
        Payload.text(started, "plan_digest"),
        Payload.text(started, "code_version"),
        Payload.flag(started, "code_dirty"),
        Payload.texts(started, "versions"),
        Payload.text(started, "app_id"));
  }

  /** The rows of one table. */
  List<List<Object>> rows(String table) {
    return switch (table) {
      case Tables.OBJECT -> objects.stream().map(ObjectRow::toRow).toList();
      case Tables.DEPENDENCY -> dependencies.stream().map(DependencyRow::toRow).toList();
      case Tables.TRAINING_SET -> trainingSets.stream().map(TrainingSetRow::toRow).toList();
      case Tables.RUN_IO -> io.stream().map(RunIoRow::toRow).toList();
      case Tables.RUN -> run == null ? List.of() : List.of(run.toRow());
      default -> throw new IllegalArgumentException("not a projected table: " + table);
    };
  }
}
