package io.tidemark.lineage.registry;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code registry.run}: one attempt of one run.
 *
 * @param exitCode null when the run was lost
 * @param endedAt null when the run was lost
 */
public record RunRow(
    String runId,
    @Nullable String parentRunId,
    String verb,
    @Nullable String job,
    int attempt,
    State state,
    @Nullable Integer exitCode,
    @Nullable String errorClass,
    @Nullable String errorMessage,
    Instant startedAt,
    @Nullable Instant endedAt,
    Instant now,
    String environment,
    String target,
    @Nullable String team,
    @Nullable String useCase,
    String actor,
    SortedMap<String, String> params,
    @Nullable String planDigest,
    @Nullable String codeVersion,
    @Nullable Boolean codeDirty,
    SortedMap<String, String> versions,
    @Nullable String appId) {

  /** How a run ended. */
  public enum State {
    SUCCEEDED,
    FAILED,
    LOST
  }

  public RunRow {
    params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
  }

  List<Object> toRow() {
    return Arrays.asList(
        runId,
        parentRunId,
        verb,
        job,
        attempt,
        state.name(),
        exitCode,
        errorClass,
        errorMessage,
        startedAt,
        endedAt,
        now,
        environment,
        target,
        team,
        useCase,
        actor,
        params,
        planDigest,
        codeVersion,
        codeDirty,
        versions,
        appId);
  }

  static RunRow of(Cells cells) {
    return new RunRow(
        cells.needText("run_id"),
        cells.text("parent_run_id"),
        cells.needText("verb"),
        cells.text("job"),
        cells.need("attempt", Integer.class),
        State.valueOf(cells.needText("state")),
        cells.integer("exit_code"),
        cells.text("error_class"),
        cells.text("error_message"),
        cells.need("started_at", Instant.class),
        cells.time("ended_at"),
        cells.need("now", Instant.class),
        cells.needText("env"),
        cells.needText("target"),
        cells.text("team"),
        cells.text("use_case"),
        cells.needText("actor"),
        cells.map("params"),
        cells.text("plan_digest"),
        cells.text("code_version"),
        (Boolean) cells.get("code_dirty"),
        cells.map("versions"),
        cells.text("app_id"));
  }
}
