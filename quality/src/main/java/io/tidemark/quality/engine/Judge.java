package io.tidemark.quality.engine;

import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.definition.Rule.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Judges a dataset by suites. Their SQL is under ANSI. What one rule stumbles over is an error of
 * that rule alone; nothing that the data or a rule is like throws.
 */
public final class Judge {
  private static final String NATIVE = "native";
  private static final String DEEQU = "deequ,native";

  private final SparkSession spark;
  private final Moment moment;
  private final History history;
  private final Lookups lookups;

  public Judge(SparkSession spark, Moment moment, History history, Lookups lookups) {
    this.spark = spark;
    this.moment = moment;
    this.history = history;
    this.lookups = lookups;
  }

  /**
   * What the suites find, in the order of their names: one scan for all that it can compute. After
   * a violated critical rule every rule of the later suites is skipped.
   */
  public List<SuiteOutcome> judge(Subject subject, List<QualitySuiteDefinition> suites) {
    return judged(subject, suites).outcomes();
  }

  /**
   * The same of one suite, with the rows and the quarantine rules that each fails. Rows out of
   * scope fail none, and a rule in error is failed by none.
   */
  public JudgedBatch judgeBatch(Subject subject, QualitySuiteDefinition suite) {
    Judged judged = judged(subject, List.of(suite));
    SuiteOutcome outcome = judged.outcomes().get(0);
    Set<String> broken =
        outcome.outcomes().stream()
            .filter(each -> each.outcome() == Outcome.ERROR && each.segmentKey() == null)
            .map(each -> each.rule().id())
            .collect(Collectors.toSet());
    List<PlannedRule> withholding =
        judged.rules().stream()
            .filter(each -> each.rule().quarantine() && !broken.contains(each.rule().id()))
            .toList();
    AnsiSession session = judged.session();
    Dataset<Row> rows = session.inside(() -> Violations.of(judged.rows(), withholding));
    return new JudgedBatch(outcome, session.release(rows));
  }

  private Judged judged(Subject subject, List<QualitySuiteDefinition> suites) {
    AnsiSession session = new AnsiSession(spark);
    Dataset<Row> rows = session.adopt(subject.rows());
    Planner planner = new Planner(session, rows, moment, lookups);
    SortedMap<String, List<PlannedRule>> planned = new TreeMap<>();
    SortedMap<String, QualitySuiteDefinition> named = new TreeMap<>();
    for (QualitySuiteDefinition suite : suites) {
      named.put(suite.metadata().name(), suite);
      planned.put(suite.metadata().name(), session.inside(() -> planner.plan(suite)));
    }
    List<PlannedRule> all = planned.values().stream().flatMap(List::stream).toList();
    List<PlannedRule> inScan =
        all.stream().filter(each -> each.work() instanceof Work.InScan).toList();
    try (PassCpu cpu = PassCpu.watch(spark.sparkContext())) {
      Map<PlannedRule, Measurement> scanned =
          session.inside(() -> SharedScan.run(rows, inScan, cpu));
      Measurements measurements =
          new Measurements(subject, rows, moment, history, lookups, session, scanned, cpu);
      Assessor assessor = new Assessor(subject.object(), moment, history);
      List<SuiteOutcome> outcomes = new ArrayList<>();
      String stopped = null;
      for (QualitySuiteDefinition suite : named.values()) {
        List<PlannedRule> rules = planned.getOrDefault(suite.metadata().name(), List.of());
        if (stopped != null) {
          outcomes.add(skipped(suite, stopped));
          continue;
        }
        SuiteOutcome outcome = outcome(suite, rules, measurements, assessor);
        outcomes.add(outcome);
        stopped = stop(outcome);
      }
      Map<PlannedRule.Key, Long> millis = cpu.millis();
      return new Judged(
          outcomes.stream().map(each -> withCpu(each, millis)).toList(), all, rows, session);
    }
  }

  private static SuiteOutcome outcome(
      QualitySuiteDefinition suite,
      List<PlannedRule> rules,
      Measurements measurements,
      Assessor assessor) {
    List<RuleOutcome> outcomes = new ArrayList<>();
    boolean scanned = false;
    for (PlannedRule rule : rules) {
      outcomes.addAll(assessor.outcomes(rule, measurements.of(rule)));
      scanned |= rule.work() instanceof Work.InScan;
    }
    return new SuiteOutcome(suite, outcomes, scanned ? DEEQU : NATIVE);
  }

  private static SuiteOutcome skipped(QualitySuiteDefinition suite, String why) {
    return new SuiteOutcome(
        suite, suite.rules().stream().map(rule -> Assessor.skipped(rule, why)).toList(), NATIVE);
  }

  /** Why later suites are skipped; null if they are not. */
  private static @Nullable String stop(SuiteOutcome outcome) {
    return outcome.outcomes().stream()
        .filter(each -> each.segmentKey() == null && each.outcome() == Outcome.FAIL)
        .map(RuleOutcome::rule)
        .filter(rule -> rule.severity() == Severity.CRITICAL)
        .findFirst()
        .map(
            rule -> "after critical rule " + rule.id() + " of " + outcome.suite().metadata().name())
        .orElse(null);
  }

  /** The totals' rows hold what their rule took, so that all rows add up to the run. */
  private static SuiteOutcome withCpu(SuiteOutcome outcome, Map<PlannedRule.Key, Long> millis) {
    String suite = outcome.suite().metadata().name();
    List<RuleOutcome> rows =
        outcome.outcomes().stream()
            .map(
                each ->
                    each.segmentKey() != null
                        ? each
                        : each.withCpu(
                            millis.getOrDefault(new PlannedRule.Key(suite, each.rule().id()), 0L)))
            .toList();
    return new SuiteOutcome(outcome.suite(), rows, outcome.engine());
  }

  /** Outcomes, and what they were computed from. */
  private record Judged(
      List<SuiteOutcome> outcomes,
      List<PlannedRule> rules,
      Dataset<Row> rows,
      AnsiSession session) {}
}
