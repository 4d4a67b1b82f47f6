package io.tidemark.quality.check;

import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Nearest;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Status;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.definition.Rule;
import io.tidemark.quality.store.RecordedRun;
import io.tidemark.quality.store.RecordedRuns;
import io.tidemark.quality.store.RuleResult;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The verb {@code quality history}: what a suite's rules found, date by date. */
public final class QualityHistory {
  private static final String VERB = "quality history";

  private final Run run;

  public QualityHistory(Run run) {
    this.run = run;
  }

  /**
   * The newest run about each logical date, newest date first.
   *
   * @param rule the only rule to tell of, with its segments; null for all, without theirs
   * @param date the only date to tell of; null for all
   * @throws Refusal if neither the suite nor any of its runs knows the rule
   */
  public Answer history(
      Declared<QualitySuiteDefinition> suite, @Nullable String rule, @Nullable LocalDate date) {
    String name = suite.definition().metadata().name();
    RecordedRuns recorded = new RecordedRuns(run);
    List<RecordedRun> runs = recorded.byDate(name, date);
    Map<RecordedRun, List<RuleResult>> results =
        rule == null ? recorded.wholes(runs) : recorded.results(runs, rule);
    if (rule != null) {
      check(suite, rule, results);
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (RecordedRun each : runs) {
      for (RuleResult result : results.getOrDefault(each, List.of())) {
        rows.add(row(each, result));
      }
    }
    List<Problem> problems =
        runs.isEmpty()
            ? List.of(
                suite.warn(
                    "metadata.name",
                    "SUITE_NOT_RUN",
                    "suite " + name + " has no run" + (date == null ? "" : " about " + date),
                    "run `tidemark quality run %s%s`"
                        .formatted(name, date == null ? "" : " --date " + date)))
            : List.of();
    return new Answer(VERB, run.id(), Status.OK, 0, rows, problems);
  }

  private static void check(
      Declared<QualitySuiteDefinition> suite,
      String rule,
      Map<RecordedRun, List<RuleResult>> results) {
    List<String> known = suite.definition().rules().stream().map(Rule::id).sorted().toList();
    // A rule that the suite has no more may still have a past.
    if (!known.contains(rule) && results.values().stream().allMatch(List::isEmpty)) {
      throw Refusal.of(
          "UNKNOWN_NAME",
          suite.object(),
          "suite %s has no rule '%s'".formatted(suite.definition().metadata().name(), rule),
          Nearest.to(rule, known)
              .map(near -> "did you mean " + near + "?")
              .orElse("there are: " + String.join(", ", known)));
    }
  }

  private static Map<String, Object> row(RecordedRun run, RuleResult result) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("date", result.logicalDate().toString());
    row.put("rule", result.rule());
    row.put("segment", result.segment());
    row.put("status", result.outcome().word());
    row.put("metric", result.metric());
    row.put("value", result.value());
    row.put("lower", result.lower());
    row.put("upper", result.upper());
    row.put("bounds", result.boundSource());
    row.put("rowsEvaluated", result.rowsEvaluated());
    row.put("rowsFailed", result.rowsFailed());
    row.put("runId", run.runId());
    return row;
  }
}
