package io.tidemark.jobs.cost.usage;

import io.tidemark.jobs.cost.usage.ExecutorHistory.Executor;
import io.tidemark.jobs.cost.usage.ExecutorHistory.Span;
import io.tidemark.jobs.cost.usage.ExecutorLife.Source;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose executors they are: what their lives have in common.
 *
 * @param attempt of the application, from 1
 */
record Application(
    String runId,
    String appId,
    int attempt,
    String clusterId,
    @Nullable String team,
    @Nullable String project,
    @Nullable String env,
    @Nullable String useCase,
    @Nullable String model,
    Source source,
    @Nullable String name) {

  /** The prefix of the Spark properties that say whose an application is. */
  static final String PROPERTY = "spark.tidemark.";

  /** The id of what is the driver, or executor and driver in one. */
  private static final String DRIVER = "driver";

  private static final Pattern LAST_NUMBER = Pattern.compile("(\\d{1,9})$");

  /** The attempt that an attempt's id stands for: its last number, 1 where it has none. */
  static int attempt(String id) {
    Matcher number = LAST_NUMBER.matcher(id);
    return number.find() ? Integer.parseInt(number.group(1)) : 1;
  }

  /**
   * One of its lives.
   *
   * @param profile what the executor's resource profile asks for
   */
  ExecutorLife life(Span span, ContainerSize size, Map<String, Long> profile) {
    Long gpus = span.executor().gpus();
    return life(
        span, size.executorBytes(profile), gpus == null ? profile.getOrDefault("gpu", 0L) : gpus);
  }

  /** The life of a driver that has a container of its own. */
  ExecutorLife driver(
      ContainerSize size, @Nullable String host, long from, long to, boolean clamped) {
    long gpus = size.driverGpus();
    Executor driver = new Executor(DRIVER, host, size.driverCores(), 0, gpus);
    return life(new Span(driver, from, to, clamped, 0), size.driverBytes(), gpus);
  }

  private ExecutorLife life(Span span, long memoryBytes, long gpus) {
    Executor executor = span.executor();
    return new ExecutorLife(
        runId,
        appId,
        attempt,
        clusterId,
        executor.id(),
        executor.host(),
        executor.cores(),
        memoryBytes,
        gpus,
        Instant.ofEpochMilli(span.from()),
        Instant.ofEpochMilli(span.to()),
        span.slotMs(),
        span.clamped(),
        team,
        project,
        env,
        useCase,
        model,
        source,
        name);
  }
}
