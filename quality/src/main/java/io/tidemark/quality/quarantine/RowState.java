package io.tidemark.quality.quarantine;

import java.util.Locale;

/** What became of a withheld row; only an open one can still change. */
public enum RowState {
  OPEN,
  RELEASED,
  DISCARDED;

  /** As tables and JSON spell it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RowState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
