package io.tidemark.quality.engine;

import io.tidemark.quality.definition.QualitySuiteDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a suite found.
 *
 * @param outcomes rule by rule in the suite's order: the whole first, then its segments
 * @param engine what computed it, such as {@code deequ,native}
 */
public record SuiteOutcome(
    QualitySuiteDefinition suite, List<RuleOutcome> outcomes, String engine) {

  public SuiteOutcome {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * Of a suite whose rules nobody has looked at: one outcome for all.
   *
   * @param errorClass not null exactly if the outcome is {@code error}
   */
  public static SuiteOutcome unjudged(
      QualitySuiteDefinition suite, Outcome outcome, String why, @Nullable String errorClass) {
    return new SuiteOutcome(
        suite,
        suite.rules().stream().map(rule -> Assessor.none(rule, outcome, why, errorClass)).toList(),
        "none");
  }

  /** The verdict over the rules' whole rows. */
  public Verdict verdict(boolean failOnWarn) {
    return Verdict.of(
        outcomes.stream()
            .filter(o -> o.segmentKey() == null)
            .map(o -> new Finding(o.rule().severity(), o.outcome()))
            .toList(),
        failOnWarn);
  }
}
