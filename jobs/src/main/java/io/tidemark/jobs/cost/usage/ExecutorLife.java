package io.tidemark.jobs.cost.usage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The life of one executor, or of a driver in cluster mode; a row of {@code cost.run_usage}.
 *
 * @param attempt of the application, from 1
 * @param memoryBytes heap, off-heap, PySpark's and overhead together
 * @param slotMs what its tasks took in all, launch to finish
 * @param appName for rules over it; kept in a hidden column
 * @param clamped true when a start or an end is not the log's
 */
public record ExecutorLife(
    String runId,
    String appId,
    int attempt,
    String clusterId,
    String executorId,
    @Nullable String host,
    int cores,
    long memoryBytes,
    long gpus,
    Instant startedAt,
    Instant endedAt,
    long slotMs,
    boolean clamped,
    @Nullable String team,
    @Nullable String project,
    @Nullable String env,
    @Nullable String useCase,
    @Nullable String model,
    Source source,
    @Nullable String appName) {

  /** Who tells of it. */
  public enum Source {
    LISTENER,
    EVENT_LOG
  }
}
