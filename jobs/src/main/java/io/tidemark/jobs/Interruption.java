package io.tidemark.jobs;

import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Ends a job from outside: its Spark work is cancelled, and it records that it was. */
final class Interruption {

  /** The exit code of a job that was interrupted. */
  static final int EXIT = 130;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean raised;
  private volatile @Nullable SparkSession spark;
  private volatile @Nullable Run run;

  /** Names the session whose work is cancelled. */
  void watch(SparkSession session) {
    spark = session;
  }

  /** Names the run that is recorded as interrupted. */
  void watch(Run begun) {
    run = begun;
  }

  boolean raised() {
    return raised;
  }

  /** Says that everything is recorded and printed. */
  void end() {
    ended.countDown();
  }

  /** Asks the job to end, and waits for it so long. */
  void raise(long seconds) {
    raised = true;
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    try {
      // Between two Spark jobs there is nothing to cancel, so it is asked again.
      while (System.nanoTime() < until && !ended.await(100, TimeUnit.MILLISECONDS)) {
        cancel();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Run unended = run;
    if (unended != null && ended.getCount() > 0) {
      unended.interrupted();
    }
  }

  /** The refusal that an interrupted job ends with. */
  Refusal refusal() {
    return new Refusal(
        EXIT,
        List.of(Problem.error("INTERRUPTED", null, "interrupted", "run it again when it suits")));
  }

  private void cancel() {
    SparkSession session = spark;
    if (session != null && !session.sparkContext().isStopped()) {
      session.sparkContext().cancelAllJobs();
    }
  }
}
