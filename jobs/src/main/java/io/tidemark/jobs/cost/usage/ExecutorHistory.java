package io.tidemark.jobs.cost.usage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which executors of one application were alive when, gathered event by event in the order in which
 * they are told. Times are milliseconds since 1970.
 */
final class ExecutorHistory {
  private final List<Life> lives = new ArrayList<>();
  private final Map<String, Life> newest = new HashMap<>();

  /**
   * What an executor is.
   *
   * @param profile the id of its resource profile
   * @param gpus null where its profile says it
   */
  record Executor(String id, @Nullable String host, int cores, int profile, @Nullable Long gpus) {}

  /**
   * From when to when an executor was alive.
   *
   * @param clamped whether one of both is not as it was told
   * @param slotMs what its tasks took
   */
  record Span(Executor executor, long from, long to, boolean clamped, long slotMs) {}

  private static final class Life {
    private final Executor executor;
    private final long from;
    private long slotMs;
    private @Nullable Long to;
    private boolean cut;

    private Life(Executor executor, long from) {
      this.executor = executor;
      this.from = from;
    }
  }

  /** An executor has come; one of the same id that is still there ends with that. */
  void added(Executor executor, long at) {
    Life before = newest.get(executor.id());
    if (before != null && before.to == null) {
      if (before.from == at) {
        return;
      }
      before.to = at;
      before.cut = true;
    }
    Life life = new Life(executor, at);
    newest.put(executor.id(), life);
    lives.add(life);
  }

  /** An executor has gone; nothing if it is not known or gone already. */
  void removed(String id, long at) {
    Life life = newest.get(id);
    if (life != null && life.to == null) {
      life.to = at;
    }
  }

  /** A task has ended; it counts for the executor of that id that came last. */
  void task(String executor, long launched, long finished) {
    Life life = newest.get(executor);
    if (life != null) {
      life.slotMs += Math.max(0, finished - launched);
    }
  }

  /**
   * All lives, in the order in which they began to be told of.
   *
   * @param end when the application ended; empty if that was not told
   * @param last the last time that was told of
   */
  List<Span> spans(OptionalLong end, long last) {
    return lives.stream().map(life -> span(life, end, last)).toList();
  }

  private static Span span(Life life, OptionalLong end, long last) {
    long to = life.to == null ? end.orElse(last) : life.to;
    boolean clamped = life.cut || (life.to == null && end.isEmpty());
    if (end.isPresent() && to > end.getAsLong()) {
      to = end.getAsLong();
      clamped = true;
    }
    if (to < life.from) {
      to = life.from;
      clamped = true;
    }
    return new Span(life.executor, life.from, to, clamped, life.slotMs);
  }
}
