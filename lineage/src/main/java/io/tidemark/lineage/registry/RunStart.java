package io.tidemark.lineage.registry;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run when it starts; the payload of RUN_STARTED.
 *
 * @param environment "" if none
 * @param versions of spark, delta, java, tidemark
 */
public record RunStart(
    String verb,
    SortedMap<String, String> params,
    Instant now,
    String environment,
    String target,
    @Nullable String team,
    @Nullable String useCase,
    @Nullable String job,
    int attempt,
    @Nullable String parentRunId,
    @Nullable String planDigest,
    @Nullable String codeVersion,
    @Nullable Boolean codeDirty,
    SortedMap<String, String> versions,
    @Nullable String appId) {

  public RunStart {
    params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
  }

  SortedMap<String, Object> toPayload() {
    return new Payload()
        .put("verb", verb)
        .put("params", params)
        .put("now", now)
        .put("env", environment)
        .put("target", target)
        .put("team", team)
        .put("use_case", useCase)
        .put("job", job)
        .put("attempt", attempt)
        .put("parent_run_id", parentRunId)
        .put("plan_digest", planDigest)
        .put("code_version", codeVersion)
        .put("code_dirty", codeDirty)
        .put("versions", versions)
        .put("app_id", appId)
        .fields();
  }
}
