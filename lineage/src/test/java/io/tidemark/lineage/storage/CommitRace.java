package io.tidemark.lineage.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Writers that commit each version in one moment. */
final class CommitRace {

  private static final int WRITERS = 4;

  /** One log, written and read. */
  interface Log {

    /** Writes two lines of text as a version; false if another was first. */
    boolean won(long version, String text) throws Exception;

    /** The lines of a version. */
    List<String> lines(long version) throws Exception;
  }

  private CommitRace() {}

  /** Of each version one writer wins, and its text stays. */
  static void run(Log log, int versions) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    try {
      for (long version = 0; version < versions; version++) {
        List<Future<Boolean>> races = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          races.add(pool.submit(attempt(log, start, version, text(writer))));
        }
        List<String> winners = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          if (races.get(writer).get()) {
            winners.add(text(writer));
          }
        }
        assertThat(winners).hasSize(1);
        assertThat(log.lines(version)).containsExactly(winners.get(0), winners.get(0));
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static Callable<Boolean> attempt(
      Log log, CyclicBarrier start, long version, String text) {
    return () -> {
      start.await();
      return log.won(version, text);
    };
  }

  private static String text(int writer) {
    return "writer " + writer;
  }
}
