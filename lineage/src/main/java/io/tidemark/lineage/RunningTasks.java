package io.tidemark.lineage;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/**
 * The tasks that run while it is open. When a job fails because one of its tasks did, Spark says so
 * at once, and the others may go on writing for a moment.
 */
final class RunningTasks extends SparkListener implements AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final long POLL_MILLIS = 20;

  private final SparkContext context;
  private final Set<Integer> jobs = ConcurrentHashMap.newKeySet();
  private final Set<Long> tasks = ConcurrentHashMap.newKeySet();

  private RunningTasks(SparkContext context) {
    this.context = context;
  }

  /** Watches what is started from now on. */
  static RunningTasks watch(SparkContext context) {
    RunningTasks watch = new RunningTasks(context);
    context.addSparkListener(watch);
    return watch;
  }

  /** Waits until none of them runs, or half a minute: other runs may have their own. */
  void awaitNone() {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    try {
      do {
        // Spark tells its listeners a little later.
        Thread.sleep(POLL_MILLIS);
      } while ((!jobs.isEmpty() || !tasks.isEmpty()) && System.nanoTime() < end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onJobStart(SparkListenerJobStart start) {
    jobs.add(start.jobId());
  }

  @Override
  public void onJobEnd(SparkListenerJobEnd end) {
    jobs.remove(end.jobId());
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    tasks.add(start.taskInfo().taskId());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    tasks.remove(end.taskInfo().taskId());
  }

  @Override
  public void close() {
    context.removeSparkListener(this);
  }
}
