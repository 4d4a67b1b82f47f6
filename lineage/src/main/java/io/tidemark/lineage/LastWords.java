package io.tidemark.lineage;

import java.time.Duration;

/** What a process that is asked to end still does, if a second is enough. */
final class LastWords {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private LastWords() {}

  static void say(Runnable words) {
    Thread last = new Thread(words, "tidemark-interrupted");
    last.setDaemon(true);
    last.start();
    try {
      last.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
