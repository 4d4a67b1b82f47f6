package io.tidemark.quality.check;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.definition.Rule.Severity;
import io.tidemark.quality.engine.Outcome;
import io.tidemark.quality.engine.Verdict;
import io.tidemark.quality.store.RecordedRun;
import io.tidemark.quality.store.RuleResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is told of one suite.
 *
 * @param version of the dataset; null for files
 * @param rules the whole of each rule, and its segments
 * @param reused whether an earlier run had found it
 */
record SuiteReport(
    Declared<QualitySuiteDefinition> suite,
    @Nullable Long version,
    Verdict verdict,
    List<RuleResult> rules,
    boolean reused) {

  SuiteReport {
    rules = List.copyOf(rules);
  }

  /** Of what was just judged. */
  static SuiteReport judged(
      Declared<QualitySuiteDefinition> suite,
      @Nullable Long version,
      List<RuleResult> rules,
      boolean failOnWarn) {
    return new SuiteReport(suite, version, verdict(rules, failOnWarn), rules, false);
  }

  /** Of what a run has found; a verdict that the rules do not explain stays. */
  static SuiteReport recorded(
      Declared<QualitySuiteDefinition> suite,
      RecordedRun run,
      List<RuleResult> rules,
      boolean failOnWarn) {
    Verdict verdict =
        run.verdict() == verdict(rules, false) ? verdict(rules, failOnWarn) : run.verdict();
    return new SuiteReport(suite, run.version(), verdict, rules, true);
  }

  private static Verdict verdict(List<RuleResult> rules, boolean failOnWarn) {
    return Verdict.of(
        rules.stream().filter(RuleResult::isWhole).map(RuleResult::finding).toList(), failOnWarn);
  }

  String name() {
    return suite.definition().metadata().name();
  }

  /** Whether later suites of the same table are skipped. */
  boolean isCritical() {
    return rules.stream()
        .anyMatch(
            rule ->
                rule.isWhole()
                    && rule.severity() == Severity.CRITICAL
                    && rule.outcome() == Outcome.FAIL);
  }

  /** A row of the verb's answer. */
  Map<String, Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("suite", name());
    map.put("object", suite.definition().dataset().object());
    map.put("version", version);
    map.put("verdict", verdict.word());
    map.put("counts", counts());
    map.put("rules", rules.stream().map(SuiteReport::rule).toList());
    return map;
  }

  private Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome.word(), 0);
    }
    rules.stream()
        .filter(RuleResult::isWhole)
        .forEach(rule -> counts.merge(rule.outcome().word(), 1, Integer::sum));
    return counts;
  }

  private static Map<String, Object> rule(RuleResult rule) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("rule", rule.rule());
    map.put("segment", rule.segment());
    map.put("severity", rule.severity().name().toLowerCase(Locale.ROOT));
    map.put("outcome", rule.outcome().word());
    map.put("rowsEvaluated", rule.rowsEvaluated());
    map.put("rowsFailed", rule.rowsFailed());
    map.put("metric", rule.metric());
    map.put("value", rule.value());
    map.put("lower", rule.lower());
    map.put("upper", rule.upper());
    map.put("message", rule.message());
    return map;
  }
}
