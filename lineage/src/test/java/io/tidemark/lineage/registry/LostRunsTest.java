package io.tidemark.lineage.registry;

import static io.tidemark.lineage.registry.Samples.assertChained;
import static io.tidemark.lineage.registry.Samples.start;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.audit.CanonicalJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostRunsTest {

  private static final int RUNS_OF_A_WORKER = 3;
  private static final Configuration CONF = new Configuration();

  @TempDir Path folder;

  private Registry registry() {
    return Registry.initialise(CONF, folder.resolve("wh").toString());
  }

  @Test
  void theNextRunRecordsALostOne() {
    Registry registry = registry();
    Event lost = lostRun(registry, Long.MAX_VALUE);
    Recorder alive = Recorder.begin(registry, start("apply"));
    Recorder next = Recorder.begin(registry, start("apply"));

    List<Event> stream = registry.events().stream(lost.stream());
    assertThat(stream)
        .extracting(Event::action)
        .containsExactly(Action.RUN_STARTED, Action.RUN_ABORTED);
    assertThat(stream.get(1).payload()).containsEntry("events", 2);
    assertChained(stream);
    assertThat(registry.runs()).hasSize(1);
    assertThat(registry.runs().get(0).state()).isEqualTo(RunRow.State.LOST);
    assertThat(registry.runs().get(0).exitCode()).isNull();
    alive.end(0, null, null);
    next.end(0, null, null);
    assertThat(registry.runs()).hasSize(3);
  }

  @Test
  void twoSweepersAbortALostRunOnce() throws Exception {
    Registry registry = registry();
    Event lost = lostRun(registry, Long.MAX_VALUE);
    ExecutorService pool = Executors.newFixedThreadPool(3);
    List<Future<?>> all = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      Registry own = registry();
      all.add(pool.submit(() -> LostRuns.sweep(own)));
    }
    for (Future<?> each : all) {
      each.get();
    }
    pool.shutdown();

    assertThat(registry.events().stream(lost.stream())).hasSize(2);
    assertThat(registry.runs()).hasSize(1);
  }

  @Test
  void rebuildFindsLostRunsWithoutTheirMarks() {
    Registry registry = registry();
    Event lost = lostRun(registry, Long.MAX_VALUE);
    LostRuns.close(registry, lost.runId());
    Recorder rebuild = Recorder.begin(registry, start("registry rebuild"));
    registry.rebuild(rebuild.runId());
    rebuild.end(0, null, null);

    assertThat(registry.runs())
        .extracting(RunRow::state)
        .containsExactly(RunRow.State.LOST, RunRow.State.SUCCEEDED);
  }

  /** A run of a process that is not there. */
  private static Event lostRun(Registry registry, long pid) {
    String runId = RunIds.next(System.currentTimeMillis());
    TreeMap<String, Object> process = new TreeMap<>();
    Processes.describe(process);
    process.put("pid", Long.toString(pid));
    registry.storage().write("_runs/.open/" + runId, CanonicalJson.write(process));
    SortedMap<String, Object> payload = start("materialize").toPayload();
    payload.putAll(process);
    String stream = EventLog.streamOf(runId);
    Event started = EventLog.next(null, stream, "me", Action.RUN_STARTED, stream, payload);
    registry.events().append(List.of(started));
    return started;
  }

  @Test
  void severalProcessesLoseNothingAndAKilledOneIsFound() throws Exception {
    Registry registry = registry();
    Process victim = fork("die");
    List<Process> workers = List.of(fork("work"), fork("work"));
    assertThat(new String(victim.getInputStream().readNBytes(4), UTF_8)).isEqualTo("open");
    victim.destroyForcibly().waitFor();
    for (Process each : workers) {
      assertThat(each.waitFor()).isZero();
    }
    Recorder.begin(registry, start("apply")).end(0, null, null);

    Map<String, List<Event>> streams = registry.events().streams();
    assertThat(streams).hasSize(2 * RUNS_OF_A_WORKER + 2);
    streams.values().forEach(Samples::assertChained);
    streams.values().forEach(events -> assertThat(events).hasSize(2));
    assertThat(registry.runs())
        .hasSize(streams.size())
        .extracting(RunRow::state)
        .containsOnlyOnce(RunRow.State.LOST)
        .doesNotContain(RunRow.State.FAILED);
  }

  private Process fork(String what) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx200m",
            "-cp",
            System.getProperty("java.class.path"),
            LostRunsTest.class.getName(),
            folder.resolve("wh").toString(),
            what)
        .redirectError(folder.resolve(what + ".log").toFile())
        .start();
  }

  /** Another process: records some runs, or opens one and waits to be killed. */
  public static void main(String[] args) throws Exception {
    Registry registry = Registry.open(CONF, args[0]);
    if (args[1].equals("die")) {
      Recorder.begin(registry, start("materialize"));
      System.out.print("open");
      System.out.flush();
      Thread.sleep(Long.MAX_VALUE);
    }
    for (int i = 0; i < RUNS_OF_A_WORKER; i++) {
      Recorder.begin(registry, start("materialize")).end(0, null, null);
    }
  }
}
