package io.tidemark.jobs.cost.allocate;

import org.jspecify.annotations.Nullable;

/** What bills and logs write for nothing. */
final class Blank {
  private Blank() {}

  /** Whether a text says anything: it is not blank and not the word null. */
  static boolean isSaid(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return false;
    }
    String trimmed = text.strip();
    return !trimmed.equals("NULL") && !trimmed.equals("null");
  }
}
