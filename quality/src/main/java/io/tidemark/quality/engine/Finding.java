package io.tidemark.quality.engine;

import io.tidemark.quality.definition.Rule.Severity;

/** What decides a verdict: how much a rule matters, and what came of it. */
public record Finding(Severity severity, Outcome outcome) {

  /** True if the rule gates. */
  public boolean gates(boolean failOnWarn) {
    return switch (severity) {
      case INFO -> false;
      case WARN -> failOnWarn;
      case ERROR, CRITICAL -> true;
    };
  }

  /** True if the data are not as the rule asks. */
  public boolean isViolated() {
    return outcome == Outcome.FAIL || outcome == Outcome.WARN;
  }
}
