package io.tidemark.submit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.jobs.definition.GlobalOptions;
import io.tidemark.jobs.definition.Invocation;
import io.tidemark.jobs.definition.Shell;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.submit.target.ModuleOptions;
import io.tidemark.submit.target.SparkHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs a job in a JVM of its own, through Spark's own SparkSubmit. */
final class ChildJvm {

  private static final long SECONDS_TO_END = 15;

  private final Path home;
  private final Map<String, String> environment;
  private volatile @Nullable Process running;
  private volatile @Nullable Path work;

  ChildJvm(Path home, Map<String, String> environment) {
    this.home = home.toAbsolutePath().normalize();
    this.environment = Map.copyOf(environment);
  }

  /**
   * Runs the job and waits for it; what it prints goes where ours goes.
   *
   * @return the job's own exit code
   * @throws Refusal 5 if it could not be started, 6 if it ended without a result
   */
  int run(LocalTarget target, List<String> args, Invocation invocation) {
    SparkHome spark = spark();
    try {
      Path folder = Files.createTempDirectory("tidemark-");
      work = folder;
      Path result = folder.resolve("result.json");
      List<String> command = command(spark, target, folder, args, invocation);
      Process process = new ProcessBuilder(command).inheritIO().start();
      running = process;
      int code = process.waitFor();
      running = null;
      return exitCode(result, code);
    } catch (IOException e) {
      throw new Refusal(
          5,
          List.of(
              Problem.error(
                  "SUBMIT_FAILED",
                  null,
                  "the job could not be started: " + e.getMessage(),
                  "see that Java and the temporary folder can be used")),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      interrupt();
      throw new IllegalStateException(e);
    } finally {
      clean();
    }
  }

  /** The Spark that it runs. */
  SparkHome spark() {
    return new SparkHome(home, environment);
  }

  /** Passes an interruption on, and waits until the job has recorded it. */
  void interrupt() {
    Process process = running;
    if (process != null) {
      process.destroy();
      try {
        if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
      }
    }
    clean();
  }

  List<String> command(
      SparkHome spark, LocalTarget target, Path folder, List<String> args, Invocation invocation) {
    GlobalOptions options = invocation.options();
    boolean bench = invocation.verb().measures();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ModuleOptions.ALL);
    // What Spark generates for wide rows is longer than what the JVM compiles otherwise.
    command.add("-XX:-DontCompileHugeMethods");
    if (!bench) {
      // Starts sooner, and ends later where there is much to do.
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.addAll(List.of("-XX:ReservedCodeCacheSize=240m", "-Xshare:auto"));
    // Batches of columns live briefly: a heap that grows from little collects them ten times as
    // often.
    command.addAll(List.of("-XX:+UseParallelGC", "-XX:NewRatio=1", "-Xms" + target.memory()));
    if (spark.archiveFits(Path.of(System.getProperty("java.home")))) {
      command.add("-XX:SharedArchiveFile=" + spark.archive());
    }
    // The JVM warns on stdout, which holds the result alone.
    command.addAll(List.of("-Xlog:disable", "-Xlog:all=error:stderr"));
    command.add("-Xmx" + target.memory());
    command.addAll(List.of("-Duser.timezone=UTC", "-Duser.language=en", "-Dfile.encoding=UTF-8"));
    command.add("-Djava.io.tmpdir=" + folder);
    command.add("-Dlog4j2.configurationFile=" + spark.logging().toUri());
    command.add("-Dtidemark.log=" + (options.verbose() ? "info" : "off"));
    command.add("-Dtidemark.log.level=" + (options.verbose() ? "info" : "warn"));
    command.add("-Dtidemark.driver.log=" + folder.resolve("driver.log"));
    command.add("-D" + Shell.LAUNCHER + "=" + System.getProperty(Shell.LAUNCHER, "tidemark"));
    command.add("-Dtidemark.result=" + folder.resolve("result.json"));
    command.addAll(
        List.of(
            "-cp",
            bench ? spark.benchClassPath() : spark.classPath(),
            "org.apache.spark.deploy.SparkSubmit"));
    command.addAll(List.of("--master", "local[" + target.cores() + "]"));
    settings(target, folder, options).forEach(each -> command.addAll(List.of("--conf", each)));
    command.addAll(List.of("--class", "io.tidemark.jobs.Main", "spark-internal"));
    command.addAll(args);
    return command;
  }

  private static List<String> settings(LocalTarget target, Path folder, GlobalOptions options) {
    boolean progress = System.console() != null && !options.quiet();
    return List.of(
        "spark.driver.memory=" + target.memory(),
        "spark.driver.host=127.0.0.1",
        "spark.driver.bindAddress=127.0.0.1",
        "spark.ui.enabled=false",
        "spark.ui.showConsoleProgress=" + progress,
        "spark.local.dir=" + folder,
        "spark.sql.warehouse.dir=" + folder.resolve("warehouse").toUri(),
        "spark.sql.shuffle.partitions=" + Math.max(2, 2 * target.cores()),
        // A quarter of a small job's time, and there is nothing to coalesce.
        "spark.sql.adaptive.enabled=false",
        // A job has several hundred plans: with the 100 that are kept otherwise, each is compiled
        // again and again.
        "spark.sql.codegen.cache.maxEntries=1000",
        // Rows of 16 views have more than the 100 columns beyond which nothing is compiled.
        "spark.sql.codegen.maxFields=1000",
        "spark.sql.sources.parallelPartitionDiscovery.parallelism=4",
        "spark.databricks.delta.snapshotPartitions=2",
        "spark.sql.parquet.outputTimestampType=TIMESTAMP_MICROS",
        "spark.sql.session.timeZone=UTC",
        "spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog");
  }

  private static int exitCode(Path result, int code) throws IOException {
    if (!Files.isRegularFile(result)) {
      throw new Refusal(
          6,
          List.of(
              Problem.error(
                  "NO_RESULT",
                  null,
                  "the job ended without a result, its process with " + code,
                  "run it again; -v shows Spark's log")));
    }
    JsonNode answer = new ObjectMapper().readTree(Files.readAllBytes(result));
    return answer.path("exitCode").asInt(6);
  }

  private void clean() {
    Path folder = work;
    if (folder == null || !Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // A file that a dying process still writes is left to the system's own cleaning.
      folder.toFile().deleteOnExit();
    }
  }
}
