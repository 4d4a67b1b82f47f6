package io.tidemark.quality.store;

import io.tidemark.quality.engine.SuiteOutcome;
import io.tidemark.quality.engine.Verdict;

/**
 * A suite's outcome as it is recorded.
 *
 * @param suiteHash of everything that decides the outcome besides the data
 * @param verdict without {@code --fail-on}; of a batch that was refused for its share of withheld
 *     rows {@code FAIL}, whatever the rules say
 */
public record JudgedSuite(SuiteOutcome outcome, String suiteHash, Verdict verdict) {

  /** With the verdict that the rules give. */
  public static JudgedSuite of(SuiteOutcome outcome, String suiteHash) {
    return new JudgedSuite(outcome, suiteHash, outcome.verdict(false));
  }
}
