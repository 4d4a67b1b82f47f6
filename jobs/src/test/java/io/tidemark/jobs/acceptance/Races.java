package io.tidemark.jobs.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Verbs that start in one moment. */
final class Races {

  private Races() {}

  /** Runs each verb in a thread of its own; their answers in the order of the verbs. */
  static List<Ran> atOnce(ProjectFolder project, String... verbs) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(verbs.length);
    try {
      CyclicBarrier start = new CyclicBarrier(verbs.length);
      List<Future<Ran>> running = new ArrayList<>();
      for (String verb : verbs) {
        Callable<Ran> one =
            () -> {
              start.await();
              return project.verb(verb);
            };
        running.add(threads.submit(one));
      }
      List<Ran> ended = new ArrayList<>();
      for (Future<Ran> one : running) {
        ended.add(one.get());
      }
      return ended;
    } finally {
      threads.shutdownNow();
    }
  }
}
