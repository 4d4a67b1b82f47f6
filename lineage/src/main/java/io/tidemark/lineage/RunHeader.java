package io.tidemark.lineage;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run before it starts.
 *
 * @param verb the words of the verb, joined by a blank
 * @param params the arguments as given, without secrets' values
 * @param now the one clock
 * @param environment "" if none
 * @param job the Job that the run is a step of
 * @param attempt from 1
 */
public record RunHeader(
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
    @Nullable String planDigest) {

  public RunHeader {
    params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
  }

  /** A first attempt that is no step of a job. */
  public RunHeader(
      String verb,
      SortedMap<String, String> params,
      Instant now,
      String environment,
      String target,
      @Nullable String team,
      @Nullable String useCase) {
    this(verb, params, now, environment, target, team, useCase, null, 1, null, null);
  }
}
