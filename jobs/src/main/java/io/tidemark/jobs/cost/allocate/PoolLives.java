package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.usage.ExecutorLife;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The lives that make demand in a pool, found by window. */
final class PoolLives {
  private final List<ExecutorLife> all;
  private final Map<Window, List<ExecutorLife>> ofDays = new HashMap<>();

  PoolLives(Collection<ExecutorLife> lives, Predicate<ExecutorLife> demands) {
    this.all = lives.stream().filter(demands).toList();
  }

  /** Those that overlap a window, by run in code-point order. */
  SortedMap<String, List<ExecutorLife>> during(Window window) {
    List<ExecutorLife> near = ofDays.computeIfAbsent(window.day(), day -> overlapping(all, day));
    SortedMap<String, List<ExecutorLife>> runs = new TreeMap<>(CodePoints.ORDER);
    for (ExecutorLife life : overlapping(near, window)) {
      runs.computeIfAbsent(life.runId(), run -> new ArrayList<>()).add(life);
    }
    return runs;
  }

  private static List<ExecutorLife> overlapping(List<ExecutorLife> lives, Window window) {
    return lives.stream().filter(life -> window.overlap(life) > 0).toList();
  }
}
