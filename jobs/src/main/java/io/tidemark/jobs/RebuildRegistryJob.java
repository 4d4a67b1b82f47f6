package io.tidemark.jobs;

import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code registry rebuild}: everything but the events themselves, from the events. */
final class RebuildRegistryJob extends RecordedJob {

  private static final List<String> TABLES =
      List.of("run", "run_io", "object", "dependency", "training_set");

  @Override
  Answer work(JobContext context, Run run) {
    run.warehouse().registry().rebuild(run.id());
    List<Map<String, Object>> results = new ArrayList<>();
    for (String table : TABLES) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("table", "registry." + table);
      result.put("status", "rebuilt");
      results.add(result);
    }
    return new Answer(
        context.invocation().verb().words(), run.id(), Status.OK, 0, results, List.of());
  }
}
