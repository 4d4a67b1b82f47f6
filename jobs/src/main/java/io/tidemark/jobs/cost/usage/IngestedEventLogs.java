package io.tidemark.jobs.cost.usage;

import io.tidemark.lineage.definition.Problem;
import java.util.List;
import java.util.Map;

/**
 * What became of the event logs.
 *
 * @param results one per log that was read, by path: log, app, attempt, executors, clamped, status
 *     ({@code ingested} or {@code unchanged})
 * @param problems errors where a log could not be read, warnings where it is not whole
 */
public record IngestedEventLogs(List<Map<String, Object>> results, List<Problem> problems) {
  public IngestedEventLogs {
    results = List.copyOf(results);
    problems = List.copyOf(problems);
  }
}
