package io.tidemark.jobs.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** The CPU time that tasks took, as long as it is open. */
final class TaskCpu extends SparkListener implements AutoCloseable {
  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  private final SparkContext spark;
  private final AtomicLong nanos = new AtomicLong();

  private TaskCpu(SparkContext spark) {
    this.spark = spark;
  }

  static TaskCpu listening(SparkContext spark) {
    TaskCpu cpu = new TaskCpu(spark);
    spark.addSparkListener(cpu);
    return cpu;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    if (task.taskMetrics() != null) {
      nanos.addAndGet(task.taskMetrics().executorCpuTime());
    }
  }

  /** The seconds since it was asked before, of tasks that have ended. */
  double seconds() {
    try {
      // Events come later than what they tell.
      spark.listenerBus().waitUntilEmpty();
    } catch (TimeoutException e) {
      throw new IllegalStateException("the events of tasks do not come", e);
    }
    return nanos.getAndSet(0) / SECOND;
  }

  @Override
  public void close() {
    spark.removeSparkListener(this);
  }
}
