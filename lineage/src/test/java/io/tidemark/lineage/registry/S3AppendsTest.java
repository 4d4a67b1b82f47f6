package io.tidemark.lineage.registry;

import static io.tidemark.lineage.registry.Samples.assertChained;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.storage.S3Environment;
import io.tidemark.lineage.testing.FaultyProxy;
import io.tidemark.lineage.testing.FaultyProxy.Fault;
import io.tidemark.lineage.testing.S3Server;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends through Delta Kernel to a log on S3 that several processes write, and that fails. */
class S3AppendsTest {

  private static final Logger LOG = LoggerFactory.getLogger(S3AppendsTest.class);
  private static final int PROCESSES = 4;
  private static final int THREADS = 2;
  private static final int APPENDS = 10;

  private static S3Server server;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.open();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static Map<String, String> environment(URI endpoint) {
    return Map.of(
        "AWS_ENDPOINT_URL_S3",
        endpoint.toString(),
        "AWS_REGION",
        "eu-west-1",
        "AWS_ACCESS_KEY_ID",
        "key",
        "AWS_SECRET_ACCESS_KEY",
        "secret");
  }

  private static Configuration conf(Map<String, String> environment) {
    Configuration conf = new Configuration();
    S3Environment.settings(environment, conf).forEach(conf::set);
    return conf;
  }

  @Test
  void everyCommitOfSeveralProcessesIsThereOnce() throws Exception {
    server.bucket("appends");
    Configuration direct = conf(environment(server.endpoint()));
    Registry registry = Registry.initialise(direct, "s3a://appends/wh");
    AtomicInteger commits = new AtomicInteger();
    Function<String, Fault> faults =
        path -> {
          int nth = commits.incrementAndGet();
          return nth % 4 == 1 ? Fault.UNAVAILABLE : nth % 9 == 3 ? Fault.LOST_ANSWER : Fault.NONE;
        };
    long began = System.nanoTime();
    try (FaultyProxy proxy = new FaultyProxy(server.endpoint(), faults)) {
      List<Process> writers = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        writers.add(fork(proxy.endpoint(), i));
      }
      for (int i = 0; i < PROCESSES; i++) {
        assertThat(writers.get(i).waitFor())
            .as("writer %d: %s", i, Files.readString(log(i)))
            .isZero();
      }
      Map<String, List<Event>> streams = registry.events().streams();
      int there = streams.values().stream().mapToInt(List::size).sum();
      LOG.warn(
          "appends asked {}, there {}; 503 injected {}, answers lost {}, own commits recognised {};"
              + " {} s",
          PROCESSES * THREADS * APPENDS,
          there,
          proxy.injected(Fault.UNAVAILABLE),
          proxy.injected(Fault.LOST_ANSWER),
          proxy.repeated(),
          (System.nanoTime() - began) / 1_000_000_000);
      assertThat(streams).hasSize(PROCESSES * THREADS);
      streams.values().forEach(events -> assertThat(events).hasSize(APPENDS));
      streams.values().forEach(Samples::assertChained);
      assertThat(registry.table(Tables.EVENT).newest().version())
          .isEqualTo(PROCESSES * THREADS * APPENDS);
      assertThat(proxy.injected(Fault.UNAVAILABLE)).isPositive();
      assertThat(proxy.injected(Fault.LOST_ANSWER)).isPositive();
      // The other lost answers were those to writers that came second.
      assertThat(proxy.repeated()).isPositive();
      assertThat(proxy.unconfirmed()).isZero();
    }
  }

  private Path log(int writer) {
    return folder.resolve("writer" + writer + ".log");
  }

  private Process fork(URI endpoint, int writer) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                S3AppendsTest.class.getName(),
                Integer.toString(writer))
            .redirectErrorStream(true)
            .redirectOutput(log(writer).toFile());
    builder.environment().putAll(environment(endpoint));
    return builder.start();
  }

  /** Another process: threads that append events, each to a stream of its own. */
  public static void main(String[] args) throws Exception {
    Registry registry = Registry.open(conf(System.getenv()), "s3a://appends/wh");
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> threads = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      String stream = "run/" + args[0] + "-" + thread;
      threads.add(pool.submit(() -> append(registry, stream, APPENDS)));
    }
    pool.shutdown();
    for (Future<?> thread : threads) {
      thread.get();
    }
  }

  private static List<Event> append(Registry registry, String stream, int events) {
    List<Event> written = new ArrayList<>();
    Event last = null;
    for (int i = 0; i < events; i++) {
      Action action = i == 0 ? Action.RUN_STARTED : Action.DATASET_READ;
      last = EventLog.next(last, stream, "me", action, "dataset/x", new TreeMap<>());
      registry.events().append(List.of(last));
      written.add(last);
    }
    return written;
  }

  /** The first put of one commit is done without an answer, and none after it is answered. */
  private static Function<String, Fault> silentAbout(String commit, Fault once) {
    Set<String> seen = new HashSet<>();
    return path -> !path.endsWith(commit) ? Fault.NONE : seen.add(path) ? once : Fault.UNAVAILABLE;
  }

  @Test
  void aCommitThatNobodyConfirmedIsFoundAndNotMadeAgain() throws Exception {
    server.bucket("silent-appends");
    Function<String, Fault> faults =
        silentAbout("event/_delta_log/00000000000000000002.json", Fault.LOST_ANSWER);
    try (FaultyProxy proxy = new FaultyProxy(server.endpoint(), faults)) {
      Configuration conf = conf(environment(proxy.endpoint()));
      conf.set("fs.s3a.attempts.maximum", "1");
      Registry registry = Registry.initialise(conf, "s3a://silent-appends/wh");

      List<Event> written = append(registry, "run/a", 3);

      assertThat(registry.events().stream("run/a")).isEqualTo(written);
      assertChained(written);
      assertThat(registry.table(Tables.EVENT).newest().version()).isEqualTo(3);
      assertThat(proxy.injected(Fault.LOST_ANSWER)).isEqualTo(1);
      assertThat(proxy.injected(Fault.UNAVAILABLE)).isGreaterThan(3);
    }
  }

  @Test
  void aStorageThatNeverTakesACommitIsToldInTheEnd() throws Exception {
    server.bucket("deaf");
    Function<String, Fault> faults =
        silentAbout("event/_delta_log/00000000000000000001.json", Fault.UNAVAILABLE);
    try (FaultyProxy proxy = new FaultyProxy(server.endpoint(), faults)) {
      Configuration conf = conf(environment(proxy.endpoint()));
      conf.set("fs.s3a.attempts.maximum", "1");
      Registry registry = Registry.initialise(conf, "s3a://deaf/wh");
      Callable<?> append = () -> append(registry, "run/a", 1);

      assertThat(org.assertj.core.api.Assertions.catchThrowable(append::call))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("s3a://deaf/wh/registry/event");
      assertThat(registry.events().streams()).isEmpty();
    }
  }
}
