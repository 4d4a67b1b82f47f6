package io.tidemark.jobs;

import io.tidemark.featurestore.pit.WatchedJoin;
import io.tidemark.jobs.definition.Invocation;
import io.tidemark.lineage.definition.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code --explain} adds to a result. */
final class Explained {

  private Explained() {}

  /** The answer, its one result with how views were answered in {@code explained}, if asked. */
  static Answer of(Answer answer, Invocation asked, WatchedJoin engine) {
    if (!asked.explains() || answer.results().size() != 1) {
      return answer;
    }
    Map<String, Object> result = new LinkedHashMap<>(answer.results().get(0));
    result.put("explained", engine.seen());
    return new Answer(
        answer.verb(),
        answer.runId(),
        answer.status(),
        answer.exitCode(),
        List.of(result),
        answer.problems());
  }
}
