package io.tidemark.quality.check;

import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Status;
import io.tidemark.quality.engine.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The answer that several suites add up to: the worst verdict is the exit code. */
final class Answers {
  private static final List<Integer> BY_WEIGHT =
      List.of(0, Verdict.INCONCLUSIVE.exitCode(), Verdict.FAIL.exitCode());

  private Answers() {}

  /**
   * The answer of a verb, which is also left as the run's result.
   *
   * @param unchanged whether nothing was done because all of it had been
   */
  static Answer of(
      String verb,
      Run run,
      List<SuiteReport> reports,
      List<Problem> more,
      boolean failOnWarn,
      boolean unchanged) {
    List<Problem> problems = new ArrayList<>(more);
    reports.forEach(report -> problems.addAll(SuiteProblems.of(report, failOnWarn)));
    List<Map<String, Object>> results = reports.stream().map(SuiteReport::toMap).toList();
    run.results(results);
    int exit =
        reports.stream()
            .map(report -> report.verdict().exitCode())
            .max(Comparator.comparing(BY_WEIGHT::indexOf))
            .orElse(0);
    Status status = exit == 0 && unchanged ? Status.UNCHANGED : Answer.ofExit(exit);
    return new Answer(verb, run.id(), status, exit, results, problems);
  }
}
