package io.tidemark.jobs.definition;

import java.util.Locale;
import java.util.Optional;

/** The form of what a verb prints on stdout. */
public enum Output {
  TABLE,
  JSON,
  CSV;

  /** The word that {@code -o} takes. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The form that {@code -o} names, if it is one. */
  public static Optional<Output> of(String word) {
    for (Output output : values()) {
      if (output.word().equals(word)) {
        return Optional.of(output);
      }
    }
    return Optional.empty();
  }
}
