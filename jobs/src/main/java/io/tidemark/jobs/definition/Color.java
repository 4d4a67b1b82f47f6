package io.tidemark.jobs.definition;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether text for people is coloured. */
public enum Color {
  AUTO,
  ALWAYS,
  NEVER;

  /** The word that {@code --color} takes. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The choice that {@code --color} names, if it is one. */
  public static Optional<Color> of(String word) {
    for (Color color : values()) {
      if (color.word().equals(word)) {
        return Optional.of(color);
      }
    }
    return Optional.empty();
  }

  /** Whether to colour, given the process's environment and whether it talks to a terminal. */
  public boolean on(Map<String, String> environment, boolean terminal) {
    return switch (this) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO ->
          terminal
              && environment.getOrDefault("NO_COLOR", "").isEmpty()
              && !"dumb".equals(environment.get("TERM"));
    };
  }
}
