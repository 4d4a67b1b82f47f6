package io.tidemark.jobs.cost.usage;

import io.tidemark.jobs.cost.usage.ExecutorHistory.Executor;
import io.tidemark.jobs.cost.usage.ExecutorHistory.Span;
import io.tidemark.lineage.ScalaInterop;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.SparkContext;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.jspecify.annotations.Nullable;

/**
 * Follows the executors of this application from a moment on; what they did before does not count.
 * Safe for use by threads.
 */
final class ExecutorListener extends SparkListener {
  private final long since;
  private final ExecutorHistory executors = new ExecutorHistory();

  private ExecutorListener(long since) {
    this.since = since;
  }

  /** Follows those that are there and those that come, until it is taken off. */
  static ExecutorListener on(SparkContext context, long since) {
    ExecutorListener listener = new ExecutorListener(since);
    // First this, then that: one that comes in between is told of twice, not never.
    context.addSparkListener(listener);
    ScalaInterop.list(context.statusStore().executorList(true)).forEach(listener::there);
    return listener;
  }

  /** What they did until a moment. */
  synchronized List<Span> until(long end) {
    return executors.spans(OptionalLong.of(end), end);
  }

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
    ExecutorInfo info = added.executorInfo();
    added(
        new Executor(
            added.executorId(),
            info.executorHost(),
            info.totalCores(),
            info.resourceProfileId(),
            gpus(ScalaInterop.map(info.resourcesInfo()).get("gpu"))),
        added.time());
  }

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    executors.removed(removed.executorId(), removed.time());
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    TaskInfo task = end.taskInfo();
    executors.task(task.executorId(), Math.max(since, task.launchTime()), task.finishTime());
  }

  // The driver is listed too; only where it is the executor it has cores.
  private synchronized void there(ExecutorSummary summary) {
    if (summary.totalCores() > 0) {
      String address = summary.hostPort();
      int port = address.lastIndexOf(':');
      added(
          new Executor(
              summary.id(),
              port < 0 ? address : address.substring(0, port),
              summary.totalCores(),
              summary.resourceProfileId(),
              gpus(ScalaInterop.map(summary.resources()).get("gpu"))),
          summary.addTime().getTime());
    }
  }

  private void added(Executor executor, long at) {
    executors.added(executor, Math.max(since, at));
  }

  private static @Nullable Long gpus(@Nullable ResourceInformation addresses) {
    return addresses == null ? null : (long) addresses.addresses().length;
  }
}
