package io.tidemark.lineage.registry;

import java.time.Instant;
import java.util.Collections;
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
}
