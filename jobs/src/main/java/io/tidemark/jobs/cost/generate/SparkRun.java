package io.tidemark.jobs.cost.generate;

import java.util.List;

/**
 * A Spark application that has ended; times are milliseconds since 1970.
 *
 * @param clusterId the cluster, or the application of EMR Serverless, or the virtual cluster
 * @param onEc2 whether EMR tells the cluster's id itself
 */
record SparkRun(
    String appId,
    String clusterId,
    boolean onEc2,
    String name,
    Owner owner,
    long start,
    long end,
    List<Executor> executors) {

  SparkRun {
    executors = List.copyOf(executors);
  }

  /**
   * One executor.
   *
   * @param memoryMib its heap
   * @param end when it was removed, or the application's end
   */
  record Executor(int number, int cores, int memoryMib, long start, long end, boolean removed) {}

  /** Core milliseconds of its executors between two times. */
  long coreMillis(long from, long to) {
    long sum = 0;
    for (Executor each : executors) {
      sum += each.cores() * overlap(each, from, to);
    }
    return sum;
  }

  /** MiB milliseconds of its executors' heap between two times. */
  long mibMillis(long from, long to) {
    long sum = 0;
    for (Executor each : executors) {
      sum += each.memoryMib() * overlap(each, from, to);
    }
    return sum;
  }

  private static long overlap(Executor executor, long from, long to) {
    return Math.max(0, Math.min(executor.end(), to) - Math.max(executor.start(), from));
  }
}
