package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.usage.ExecutorLife;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What rules may ask of a run.
 *
 * @param appName of its first application that has one
 * @param fields name of a field to its value, as {@code {run: field}} names them
 */
record RunFacts(String runId, @Nullable String appName, SortedMap<String, String> fields) {
  private static final Comparator<ExecutorLife> IN_ORDER =
      Comparator.comparing(ExecutorLife::startedAt)
          .thenComparing(ExecutorLife::appId)
          .thenComparing(ExecutorLife::attempt)
          .thenComparing(ExecutorLife::executorId);

  RunFacts {
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }

  /**
   * Of the lives of one run.
   *
   * @param registered what the registry says of the run, which beats what logs say
   */
  static RunFacts of(String runId, Collection<ExecutorLife> lives, Map<String, String> registered) {
    SortedMap<String, String> fields = new TreeMap<>();
    registered.forEach((field, value) -> put(fields, field, value));
    put(fields, "run_id", runId);
    List<ExecutorLife> ordered = lives.stream().sorted(IN_ORDER).toList();
    String appName = null;
    for (ExecutorLife life : ordered) {
      put(fields, "team", life.team());
      put(fields, "project", life.project());
      put(fields, "env", life.env());
      put(fields, "use_case", life.useCase());
      put(fields, "model", life.model());
      put(fields, "cluster_id", life.clusterId());
      put(fields, "app_id", life.appId());
      appName = Blank.isSaid(appName) ? appName : life.appName();
    }
    return new RunFacts(runId, appName, fields);
  }

  private static void put(Map<String, String> fields, String field, @Nullable String value) {
    if (value != null && Blank.isSaid(value)) {
      fields.putIfAbsent(field, value);
    }
  }
}
