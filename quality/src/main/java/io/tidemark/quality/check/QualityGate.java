package io.tidemark.quality.check;

import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.registry.RunRow;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.engine.Verdict;
import io.tidemark.quality.store.RecordedRun;
import io.tidemark.quality.store.RecordedRuns;
import io.tidemark.quality.store.RuleResult;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The verb {@code quality gate}: says what the newest run of each suite has found. */
public final class QualityGate {
  private static final String VERB = "quality gate";

  private final Run run;
  private final RecordedRuns recorded;
  private final boolean failOnWarn;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param failOnWarn rules of severity warn gate too
   */
  public QualityGate(Run run, boolean failOnWarn) {
    this.run = run;
    this.recorded = new RecordedRuns(run);
    this.failOnWarn = failOnWarn;
  }

  /**
   * The newest verdicts; nothing is computed.
   *
   * @param date only runs about it count; null for any
   */
  public Answer gate(List<Declared<QualitySuiteDefinition>> suites, @Nullable LocalDate date) {
    Map<String, RecordedRun> newest =
        recorded.newest(
            suites.stream().map(suite -> suite.definition().metadata().name()).toList(), date);
    Map<RecordedRun, List<RuleResult>> results = recorded.results(newest.values());
    List<SuiteReport> reports = new ArrayList<>();
    for (Declared<QualitySuiteDefinition> suite : suites) {
      RecordedRun found = newest.get(suite.definition().metadata().name());
      reports.add(
          found == null
              ? missing(suite, date)
              : found(suite, found, results.getOrDefault(found, List.of())));
    }
    reports.sort(Comparator.comparing(SuiteReport::name));
    return Answers.of(VERB, run, reports, problems, failOnWarn, false);
  }

  private SuiteReport missing(Declared<QualitySuiteDefinition> suite, @Nullable LocalDate date) {
    String name = suite.definition().metadata().name();
    problems.add(
        suite.error(
            "metadata.name",
            "SUITE_NOT_RUN",
            "suite " + name + " has no run" + (date == null ? "" : " about " + date),
            "run `tidemark quality run %s%s`"
                .formatted(name, date == null ? "" : " --date " + date)));
    return new SuiteReport(suite, null, Verdict.INCONCLUSIVE, List.of(), true);
  }

  private SuiteReport found(
      Declared<QualitySuiteDefinition> suite, RecordedRun found, List<RuleResult> rules) {
    SuiteReport report = SuiteReport.recorded(suite, found, rules, failOnWarn);
    if (!found.batch() || recorded.isProven(found) || hasRefused(found)) {
      return report;
    }
    problems.add(
        suite.error(
            "metadata.name",
            "BATCH_NOT_PROVEN",
            "run %s let a batch through and ended before it had counted every row"
                .formatted(found.runId()),
            "materialize it again"));
    return new SuiteReport(suite, found.version(), Verdict.INCONCLUSIVE, rules, true);
  }

  /**
   * Whether the suite held the rows back, and no batch is to be proven. A run that was interrupted
   * or failed otherwise may have let them through before.
   */
  private boolean hasRefused(RecordedRun found) {
    return run.warehouse().registry().runs().stream()
        .filter(row -> row.runId().equals(found.runId()) && row.state() == RunRow.State.FAILED)
        .anyMatch(row -> isRefusal(row.exitCode(), found.verdict()));
  }

  private static boolean isRefusal(@Nullable Integer exitCode, Verdict verdict) {
    if (exitCode == null) {
      return false;
    }
    // Another view may be refused for its data, which counts more.
    return exitCode == Verdict.FAIL.exitCode()
        || exitCode == Verdict.INCONCLUSIVE.exitCode()
        || (exitCode == 2 && verdict.exitCode() != 0);
  }
}
