package io.tidemark.jobs.cost.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogTasksTest {
  private static EventLog log(int number, long bytes) {
    return new EventLog("log" + number, List.of("log" + number), bytes, false);
  }

  @Test
  void everyLogIsInOneTaskAndInItsOrder() {
    Random random = new Random(11);
    for (int round = 0; round < 200; round++) {
      List<EventLog> logs = new ArrayList<>();
      for (int i = random.nextInt(300); i > 0; i--) {
        logs.add(log(i, random.nextInt(3) == 0 ? random.nextInt(1 << 30) : random.nextInt(9000)));
      }
      List<List<EventLog>> tasks = LogTasks.of(logs, 1 + random.nextInt(8));
      assertThat(tasks.stream().flatMap(List::stream).toList()).isEqualTo(logs);
      assertThat(tasks).noneMatch(List::isEmpty);
    }
  }

  @Test
  void manySmallLogsAreFewTasksAndTwoLargeOnesAreTwo() {
    List<EventLog> small = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      small.add(log(i, 9000));
    }
    assertThat(LogTasks.of(small, 2)).hasSizeBetween(8, 60);
    assertThat(LogTasks.of(List.of(log(1, 1 << 30), log(2, 1 << 30)), 2)).hasSize(2);
  }
}
