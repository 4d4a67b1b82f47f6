package io.tidemark.jobs.bench;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A result and the seconds until it was there. */
record Timed<T>(T result, double seconds) {

  static <T> Timed<T> of(Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    return new Timed<>(result, (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1));
  }
}
