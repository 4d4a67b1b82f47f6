package io.tidemark.quality.engine;

import java.util.List;
import java.util.Locale;

/** What came of one rule; never mixes "bad" with "could not tell". */
public enum Outcome {
  PASS,
  /** Violated, at severity warn or info. */
  WARN,
  /** Violated, at severity error or critical. */
  FAIL,
  /** Could not be evaluated. */
  ERROR,
  /** Too few rows, or no value, to tell. */
  NO_DATA,
  /** An earlier suite of the table stopped it. */
  SKIPPED,
  /** Too little history to tell. */
  LEARNING;

  /** What is worse comes first. */
  static final List<Outcome> WORST_FIRST =
      List.of(FAIL, ERROR, NO_DATA, WARN, LEARNING, PASS, SKIPPED);

  /** As tables and JSON spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is the one to tell of two. */
  public boolean isWorseThan(Outcome other) {
    return WORST_FIRST.indexOf(this) < WORST_FIRST.indexOf(other);
  }
}
