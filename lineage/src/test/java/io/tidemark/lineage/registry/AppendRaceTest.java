package io.tidemark.lineage.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that append to one event log on a local disk. */
class AppendRaceTest {

  private static final Configuration CONF = new Configuration();
  private static final int PROCESSES = 4;
  private static final int APPENDS = 20;

  @TempDir Path folder;

  @Test
  void everyEventOfFourProcessesIsThereOnce() throws Exception {
    Registry registry = Registry.initialise(CONF, folder.resolve("wh").toString());
    List<Process> writers = new ArrayList<>();
    for (int writer = 0; writer < PROCESSES; writer++) {
      writers.add(fork(writer));
    }
    // They start together, once all of them are up.
    for (Process writer : writers) {
      assertThat(writer.getInputStream().read()).isEqualTo('!');
    }
    for (Process writer : writers) {
      writer.getOutputStream().close();
    }
    for (int writer = 0; writer < PROCESSES; writer++) {
      assertThat(writers.get(writer).waitFor()).as(Files.readString(log(writer))).isZero();
    }

    Map<String, List<Event>> streams = registry.events().streams();
    assertThat(streams).hasSize(PROCESSES);
    streams.values().forEach(events -> assertThat(events).hasSize(APPENDS));
    streams.values().forEach(Samples::assertChained);
    assertThat(registry.table(Tables.EVENT).newest().version()).isEqualTo(PROCESSES * APPENDS);
  }

  private Path log(int writer) {
    return folder.resolve("writer" + writer + ".log");
  }

  private Process fork(int writer) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx200m",
            "-cp",
            System.getProperty("java.class.path"),
            AppendRaceTest.class.getName(),
            folder.resolve("wh").toString(),
            "run/" + writer)
        .redirectError(log(writer).toFile())
        .start();
  }

  /** Another process: appends events to a stream of its own. */
  public static void main(String[] args) throws Exception {
    Registry registry = Registry.open(CONF, args[0]);
    System.out.print('!');
    System.out.flush();
    System.in.read();
    Event last = null;
    for (int i = 0; i < APPENDS; i++) {
      Action action = i == 0 ? Action.RUN_STARTED : Action.DATASET_READ;
      last = EventLog.next(last, args[1], "me", action, "dataset/x", new TreeMap<>());
      registry.events().append(List.of(last));
    }
  }
}
