package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.usage.ExecutorLife;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The life of an executor, step by step. */
final class LifeOf {
  private static final long GIB = 1L << 30;

  private final String run;
  private final Instant from;
  private final Instant to;
  private String app;
  private String cluster = "j-1";
  private String executor = "1";
  private int cores = 4;
  private long memory = 9 * GIB;
  private long gpus;
  private long slotMs;
  private @Nullable String team;
  private @Nullable String appName;

  private LifeOf(String run, Instant from, Instant to) {
    this.run = run;
    this.app = run;
    this.from = from;
    this.to = to;
  }

  /** By minutes after ten o'clock. */
  static LifeOf run(String run, int from, int to) {
    return new LifeOf(run, LineOf.TEN.plusSeconds(60L * from), LineOf.TEN.plusSeconds(60L * to));
  }

  static LifeOf run(String run, Instant from, Instant to) {
    return new LifeOf(run, from, to);
  }

  LifeOf app(String id) {
    app = id;
    return this;
  }

  LifeOf cluster(String id) {
    cluster = id;
    return this;
  }

  LifeOf executor(int number) {
    executor = Integer.toString(number);
    return this;
  }

  LifeOf cores(int count) {
    cores = count;
    return this;
  }

  LifeOf gib(int count) {
    memory = count * GIB;
    return this;
  }

  LifeOf bytes(long count) {
    memory = count;
    return this;
  }

  LifeOf gpus(long count) {
    gpus = count;
    return this;
  }

  LifeOf slotMs(long millis) {
    slotMs = millis;
    return this;
  }

  LifeOf team(String name) {
    team = name;
    return this;
  }

  LifeOf appName(String name) {
    appName = name;
    return this;
  }

  ExecutorLife get() {
    return new ExecutorLife(
        run,
        app,
        1,
        cluster,
        executor,
        null,
        cores,
        memory,
        gpus,
        from,
        to,
        slotMs,
        false,
        team,
        null,
        null,
        null,
        null,
        ExecutorLife.Source.LISTENER,
        appName);
  }
}
