package io.tidemark.quality.check;

import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.quality.definition.Check;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.definition.Rule;
import io.tidemark.quality.engine.Outcome;
import io.tidemark.quality.engine.RuleOutcome;
import io.tidemark.quality.engine.SuiteOutcome;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Outcomes of suites whose rules were never looked at. */
final class Unjudged {
  private static final String NO_ENGINE = "none";

  private Unjudged() {}

  /** Every rule is {@code error}: the dataset cannot be read. */
  static SuiteOutcome unreadable(QualitySuiteDefinition suite, Refusal refusal) {
    Problem first = refusal.problems().get(0);
    return all(suite, Outcome.ERROR, first.message(), first.code());
  }

  /** Every rule is {@code error}: what broke is none of the rules'. */
  static SuiteOutcome broken(QualitySuiteDefinition suite, Throwable failure) {
    if (failure instanceof Refusal refusal) {
      return unreadable(suite, refusal);
    }
    String message = failure.getMessage();
    return all(
        suite,
        Outcome.ERROR,
        message == null ? failure.toString() : message.lines().findFirst().orElse(""),
        failure.getClass().getName());
  }

  /** Every rule is {@code skipped}. */
  static SuiteOutcome skipped(QualitySuiteDefinition suite, String critical) {
    return all(suite, Outcome.SKIPPED, "a critical rule of suite " + critical + " failed", null);
  }

  private static SuiteOutcome all(
      QualitySuiteDefinition suite, Outcome outcome, String message, @Nullable String errorClass) {
    List<RuleOutcome> outcomes =
        suite.rules().stream().map(rule -> of(rule, outcome, message, errorClass)).toList();
    return new SuiteOutcome(suite, outcomes, NO_ENGINE);
  }

  private static RuleOutcome of(
      Rule rule, Outcome outcome, String message, @Nullable String errorClass) {
    return new RuleOutcome(
        rule,
        null,
        null,
        metric(rule.check()),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        outcome,
        message,
        errorClass,
        List.of(),
        0);
  }

  private static String metric(Check check) {
    if (check instanceof Check.OfRows || check instanceof Check.FunctionalDependency) {
      return "fail_ratio";
    }
    if (check instanceof Check.Measure measure) {
      return measure.metric().name().toLowerCase(Locale.ROOT);
    }
    return check instanceof Check.Freshness ? "age" : check.type();
  }
}
