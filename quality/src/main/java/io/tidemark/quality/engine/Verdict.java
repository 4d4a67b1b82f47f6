package io.tidemark.quality.engine;

import java.util.Collection;
import java.util.Locale;

/** What a suite says of a dataset. */
public enum Verdict {
  PASS(0),
  WARN(0),
  FAIL(7),
  /** A gating rule could not tell, or an earlier suite stopped this one. */
  INCONCLUSIVE(10);

  private final int exitCode;

  Verdict(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The command's exit code. */
  public int exitCode() {
    return exitCode;
  }

  /** As tables and JSON spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * {@code fail} if a gating rule is violated, else {@code inconclusive} if one is error or no_data
   * or rules were skipped, else {@code warn} if any rule is warn, else {@code pass}.
   *
   * @param failOnWarn rules of severity warn gate too
   */
  public static Verdict of(Collection<Finding> findings, boolean failOnWarn) {
    if (findings.stream().anyMatch(f -> f.gates(failOnWarn) && f.isViolated())) {
      return FAIL;
    }
    boolean unknown =
        findings.stream()
            .filter(f -> f.gates(failOnWarn))
            .anyMatch(f -> f.outcome() == Outcome.ERROR || f.outcome() == Outcome.NO_DATA);
    // Rules are skipped all together: nothing is known of the suite.
    if (unknown || findings.stream().anyMatch(f -> f.outcome() == Outcome.SKIPPED)) {
      return INCONCLUSIVE;
    }
    return findings.stream().anyMatch(f -> f.outcome() == Outcome.WARN) ? WARN : PASS;
  }
}
