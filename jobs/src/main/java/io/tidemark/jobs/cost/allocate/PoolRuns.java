package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.usage.ExecutorLife;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The runs that a pool's lines may name. */
final class PoolRuns {
  private final Map<String, RunFacts> byId = new HashMap<>();
  private final Map<String, String> idByApp = new HashMap<>();

  /**
   * Of the lives that are known.
   *
   * @param registered run id to what the registry says of it
   */
  PoolRuns(Collection<ExecutorLife> lives, Map<String, Map<String, String>> registered) {
    Map<String, List<ExecutorLife>> ofRuns = new HashMap<>();
    lives.stream()
        .sorted(Comparator.comparing(ExecutorLife::startedAt).thenComparing(ExecutorLife::runId))
        .forEach(
            life -> {
              ofRuns.computeIfAbsent(life.runId(), run -> new ArrayList<>()).add(life);
              idByApp.putIfAbsent(life.appId(), life.runId());
            });
    ofRuns.forEach(
        (run, own) -> byId.put(run, RunFacts.of(run, own, registered.getOrDefault(run, Map.of()))));
  }

  /** The run of this id; there is one for every life. */
  RunFacts get(String runId) {
    RunFacts run = byId.get(runId);
    if (run == null) {
      throw new IllegalArgumentException("no life of run " + runId + " is known");
    }
    return run;
  }

  /** The run of an application's id, else of a run's id. */
  Optional<RunFacts> named(String appOrRun) {
    return Optional.ofNullable(byId.get(idByApp.getOrDefault(appOrRun, appOrRun)));
  }
}
