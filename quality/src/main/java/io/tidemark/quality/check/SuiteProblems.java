package io.tidemark.quality.check;

import io.tidemark.lineage.definition.Problem;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.definition.Rule;
import io.tidemark.quality.engine.Outcome;
import io.tidemark.quality.store.RuleResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is said of rules that are violated or could not tell, each at its place in the file. */
final class SuiteProblems {

  private SuiteProblems() {}

  /** Rules that one thing keeps from telling are told of once. */
  private record Said(Outcome outcome, @Nullable String message, boolean gates) {}

  static List<Problem> of(SuiteReport report, boolean failOnWarn) {
    Map<Said, List<RuleResult>> told = new LinkedHashMap<>();
    for (RuleResult rule : report.rules()) {
      if (rule.isWhole() && isTold(rule.outcome())) {
        boolean gates = rule.finding().gates(failOnWarn);
        told.computeIfAbsent(
                new Said(rule.outcome(), rule.message(), gates), none -> new ArrayList<>())
            .add(rule);
      }
    }
    List<Problem> problems = new ArrayList<>();
    told.forEach((said, rules) -> problems.add(problem(report, said, rules)));
    return problems;
  }

  private static boolean isTold(Outcome outcome) {
    return switch (outcome) {
      case PASS, LEARNING -> false;
      case WARN, FAIL, ERROR, NO_DATA, SKIPPED -> true;
    };
  }

  private static Problem problem(SuiteReport report, Said said, List<RuleResult> rules) {
    String first = rules.get(0).rule();
    String path = "spec.rules[%d]".formatted(index(report.suite().definition(), first));
    String names = rules.stream().map(RuleResult::rule).collect(Collectors.joining(", "));
    String message =
        "suite %s, %s %s %s for %s%s"
            .formatted(
                report.name(),
                rules.size() == 1 ? "rule" : "rules",
                names,
                words(said.outcome()),
                rules.get(0).logicalDate(),
                said.message() == null ? "" : ": " + said.message());
    String code = code(said.outcome());
    String fix = fix(report.name(), said.outcome(), first);
    // A skipped rule never gates: what stopped it does.
    return said.gates() && said.outcome() != Outcome.SKIPPED
        ? report.suite().error(path, code, message, fix)
        : report.suite().warn(path, code, message, fix);
  }

  private static int index(QualitySuiteDefinition suite, String rule) {
    List<String> ids = suite.rules().stream().map(Rule::id).toList();
    return Math.max(0, ids.indexOf(rule));
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case WARN, FAIL -> "failed";
      case ERROR -> "could not be evaluated";
      case NO_DATA -> "had too little data";
      case SKIPPED -> "was skipped";
      case PASS, LEARNING -> throw new IllegalStateException(outcome + " is no problem");
    };
  }

  private static String code(Outcome outcome) {
    return switch (outcome) {
      case WARN, FAIL -> "RULE_FAILED";
      case ERROR -> "RULE_ERROR";
      case NO_DATA -> "RULE_NO_DATA";
      case SKIPPED -> "RULE_SKIPPED";
      case PASS, LEARNING -> throw new IllegalStateException(outcome + " is no problem");
    };
  }

  private static String fix(String suite, Outcome outcome, String rule) {
    return switch (outcome) {
      case WARN, FAIL ->
          "`tidemark quality history %s --rule %s` shows its past".formatted(suite, rule);
      case ERROR -> "correct the rule or what it reads, and run it again";
      case NO_DATA -> "bring the rows, or say with onNoData what their absence means";
      case SKIPPED, PASS, LEARNING -> "see to the critical rule first";
    };
  }
}
