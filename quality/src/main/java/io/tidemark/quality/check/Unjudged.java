package io.tidemark.quality.check;

import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.engine.Outcome;
import io.tidemark.quality.engine.SuiteOutcome;

/** Outcomes of suites whose rules were never looked at. */
final class Unjudged {
  private Unjudged() {}

  /** Every rule is {@code error}: the dataset cannot be read. */
  static SuiteOutcome unreadable(QualitySuiteDefinition suite, Refusal refusal) {
    Problem first = refusal.problems().get(0);
    return SuiteOutcome.unjudged(suite, Outcome.ERROR, first.message(), first.code());
  }

  /** Every rule is {@code error}: what broke is none of the rules'. */
  static SuiteOutcome broken(QualitySuiteDefinition suite, Throwable failure) {
    if (failure instanceof Refusal refusal) {
      return unreadable(suite, refusal);
    }
    String message = failure.getMessage();
    return SuiteOutcome.unjudged(
        suite,
        Outcome.ERROR,
        message == null ? failure.toString() : message.lines().findFirst().orElse(""),
        failure.getClass().getName());
  }

  /** Every rule is {@code skipped}. */
  static SuiteOutcome skipped(QualitySuiteDefinition suite, String critical) {
    return SuiteOutcome.unjudged(
        suite, Outcome.SKIPPED, "after a critical rule of " + critical, null);
  }
}
