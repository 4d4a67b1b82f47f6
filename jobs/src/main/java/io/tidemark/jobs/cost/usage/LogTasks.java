package io.tidemark.jobs.cost.usage;

import java.util.ArrayList;
import java.util.List;

/** Deals event logs to tasks: ten thousand small ones are not ten thousand tasks. */
final class LogTasks {
  /** What opening a log costs, as if it were so much longer. */
  private static final long OPENING = 256 << 10;

  private static final long MOST = 64 << 20;
  private static final int TASKS_PER_CORE = 4;

  private LogTasks() {}

  /** The logs in their order, in groups of about the same work. */
  static List<List<EventLog>> of(List<EventLog> logs, int cores) {
    long work = logs.stream().mapToLong(LogTasks::work).sum();
    long share = Math.min(MOST, work / ((long) TASKS_PER_CORE * cores));
    List<List<EventLog>> tasks = new ArrayList<>();
    List<EventLog> task = new ArrayList<>();
    long taken = 0;
    for (EventLog log : logs) {
      task.add(log);
      taken += work(log);
      if (taken >= share) {
        tasks.add(List.copyOf(task));
        task.clear();
        taken = 0;
      }
    }
    if (!task.isEmpty()) {
      tasks.add(List.copyOf(task));
    }
    return tasks;
  }

  private static long work(EventLog log) {
    return log.bytes() + OPENING;
  }
}
