package io.tidemark.featurestore.materialize;

import io.tidemark.featurestore.definition.Quality.OnFailure;
import io.tidemark.quality.definition.Rule;
import io.tidemark.quality.definition.Rule.Severity;
import io.tidemark.quality.engine.Outcome;
import io.tidemark.quality.engine.RuleOutcome;
import io.tidemark.quality.engine.SuiteOutcome;
import io.tidemark.quality.engine.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether a judged batch is written.
 *
 * @param exitCode 0 if it is, else the verb's
 * @param verdict what is recorded: the suite's, or {@code fail} where too many rows were withheld
 * @param why what holds it back; null if it is written
 */
record Decision(int exitCode, Verdict verdict, @Nullable String why) {

  /** What a view's {@code onFailure} makes of a batch of so many rows. */
  static Decision of(OnFailure onFailure, SuiteOutcome outcome, long rowsIn, long withheld) {
    Verdict verdict = outcome.verdict(false);
    return switch (onFailure) {
      case WARN -> new Decision(0, verdict, null);
      case FAIL ->
          verdict.exitCode() == 0
              ? new Decision(0, verdict, null)
              : new Decision(verdict.exitCode(), verdict, told(outcome, Decision::isNotGood));
      case QUARANTINE -> quarantining(outcome, verdict, rowsIn, withheld);
    };
  }

  private static Decision quarantining(
      SuiteOutcome outcome, Verdict verdict, long rowsIn, long withheld) {
    double most = outcome.suite().maxQuarantineRatio();
    if ((double) withheld / rowsIn > most) {
      return new Decision(
          Verdict.FAIL.exitCode(),
          Verdict.FAIL,
          "%d of %d rows would be withheld, more than maxQuarantineRatio %s: %s"
              .formatted(withheld, rowsIn, most, told(outcome, r -> r.rule().quarantine())));
    }
    Predicate<RuleOutcome> violated =
        r -> gates(r.rule()) && !r.rule().quarantine() && r.outcome() == Outcome.FAIL;
    if (whole(outcome).stream().anyMatch(violated)) {
      return new Decision(Verdict.FAIL.exitCode(), verdict, told(outcome, violated));
    }
    Predicate<RuleOutcome> unknown =
        r ->
            r.outcome() == Outcome.ERROR && (r.rule().quarantine() || gates(r.rule()))
                || r.outcome() == Outcome.NO_DATA && gates(r.rule());
    if (whole(outcome).stream().anyMatch(unknown)) {
      return new Decision(Verdict.INCONCLUSIVE.exitCode(), verdict, told(outcome, unknown));
    }
    return new Decision(0, verdict, null);
  }

  /** What the rules that did not pass say. */
  static String findings(SuiteOutcome outcome) {
    return told(outcome, Decision::isNotGood);
  }

  private static List<RuleOutcome> whole(SuiteOutcome outcome) {
    return outcome.outcomes().stream().filter(r -> r.segmentKey() == null).toList();
  }

  private static boolean gates(Rule rule) {
    return rule.severity() == Severity.ERROR || rule.severity() == Severity.CRITICAL;
  }

  private static boolean isNotGood(RuleOutcome rule) {
    return switch (rule.outcome()) {
      case WARN, FAIL, ERROR, NO_DATA -> true;
      case PASS, SKIPPED, LEARNING -> false;
    };
  }

  private static String told(SuiteOutcome outcome, Predicate<RuleOutcome> which) {
    List<String> rules =
        whole(outcome).stream()
            .filter(which.and(Decision::isNotGood))
            .map(
                r ->
                    "rule %s is %s%s"
                        .formatted(
                            r.rule().id(),
                            r.outcome().word().toLowerCase(Locale.ROOT).replace('_', ' '),
                            r.message() == null ? "" : " (" + r.message() + ")"))
            .toList();
    return String.join(", ", rules);
  }
}
