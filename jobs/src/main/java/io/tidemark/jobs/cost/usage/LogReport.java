package io.tidemark.jobs.cost.usage;

import io.tidemark.jobs.cost.definition.CostAllocationDefinition;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/** Says what became of the logs that were read. */
final class LogReport {
  /** A life that is there is not lengthened. */
  private static final String AGAIN =
      "ingest logs when they are whole; a whole one read later adds only lives that are not there"
          + " yet";

  private final String object;
  private final String root;
  private final List<Map<String, Object>> results = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  LogReport(Project project, CostAllocationDefinition rules) {
    this.object = CostAllocationDefinition.KIND + "/" + rules.metadata().name();
    this.root = project.root() + "/";
  }

  /**
   * The report, by path of the log.
   *
   * @param read rows of {@link ReadEventLogs#SCHEMA} without the lives
   * @param added log to the number of its lives that were added
   * @param before problems that were found already
   */
  IngestedEventLogs of(List<Row> read, Map<String, Long> added, List<Problem> before) {
    problems.addAll(before);
    read.stream()
        .sorted(Comparator.comparing(row -> row.<String>getAs("log")))
        .forEach(row -> tell(row, added.containsKey(row.<String>getAs("log"))));
    return new IngestedEventLogs(results, problems);
  }

  private void tell(Row log, boolean isNew) {
    String name = name(log.getAs("log"));
    String error = log.getAs("error");
    if (error != null) {
      problems.add(
          Problem.error(
              "EVENT_LOG_UNREADABLE",
              object,
              "event log %s cannot be read: %s".formatted(name, error),
              "take it out of spec.usage.eventLogs, or put the log there that was meant"));
      return;
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("log", name);
    result.put("app", log.getAs("app"));
    result.put("attempt", log.getAs("attempt"));
    result.put("executors", log.getAs("executors"));
    result.put("clamped", log.getAs("clamped"));
    result.put("status", isNew ? "ingested" : "unchanged");
    results.add(result);
    if (isNew || log.<Integer>getAs("executors") == 0) {
      warn(name, log);
    }
  }

  // What was said when its lives were added need not be said again.
  private void warn(String name, Row log) {
    long leftOut = log.getAs("left_out");
    if (leftOut > 0) {
      problem(
          "EVENT_LOG_MALFORMED",
          "event log %s has %d lines that are cut or malformed; they were left out"
              .formatted(name, leftOut),
          AGAIN);
    }
    boolean ended = log.getAs("ended");
    if (!ended || log.<Boolean>getAs("cut")) {
      problem(
          "EVENT_LOG_CUT",
          "event log %s does not say when its application ended; its executors that were still"
                  .formatted(name)
              + " there count up to the last event in it",
          AGAIN);
    }
    if (log.<Boolean>getAs("compacted")) {
      problem(
          "EVENT_LOG_COMPACTED",
          "event log %s is compacted: executors that were gone by then are not in it"
              .formatted(name),
          "ingest before the history server compacts it, or raise its"
              + " spark.history.fs.eventLog.rolling.maxFilesToRetain");
    }
  }

  private void problem(String code, String message, String fix) {
    problems.add(Problem.warn(code, object, message, fix));
  }

  private String name(String path) {
    String local = path.startsWith("file:") ? new Path(path).toUri().getPath() : path;
    return local.startsWith(root) ? local.substring(root.length()) : local;
  }
}
