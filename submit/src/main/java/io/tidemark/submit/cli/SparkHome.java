package io.tidemark.submit.cli;

import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Spark that jobs run on: the one of {@code SPARK_HOME}, else the distribution's own. */
final class SparkHome {

  private final Path home;
  private final Path spark;

  SparkHome(Path home, Map<String, String> environment) {
    String given = environment.getOrDefault("SPARK_HOME", "");
    this.home = home;
    this.spark = given.isEmpty() ? home.resolve("spark") : Path.of(given);
  }

  /** The class path of a job's process; the same text each time, so that an archive fits it. */
  String classPath() {
    List<Path> jars = new ArrayList<>(jars(spark.resolve("jars")));
    Path job = home.resolve("jobs").resolve("tidemark-jobs.jar");
    if (jars.isEmpty() || !Files.isRegularFile(job)) {
      Path missing = jars.isEmpty() ? spark.resolve("jars") : job;
      throw new Refusal(
          5,
          List.of(
              Problem.error(
                  "NO_SPARK",
                  null,
                  "there is nothing to run jobs with: " + missing + " is missing or empty",
                  "set SPARK_HOME to a Spark 3.5, or build the distribution again")));
    }
    if (jars.stream().noneMatch(jar -> jar.getFileName().toString().startsWith("delta-spark"))) {
      jars(home.resolve("spark").resolve("jars")).stream()
          .filter(jar -> jar.getFileName().toString().startsWith("delta-"))
          .forEach(jars::add);
    }
    jars.add(job);
    return String.join(File.pathSeparator, jars.stream().map(Path::toString).toList());
  }

  /** The logging configuration. */
  Path logging() {
    return home.resolve("spark").resolve("conf").resolve("log4j2.properties");
  }

  /** The class data archive, which need not be there. */
  Path archive() {
    return home.resolve("spark").resolve("jobs.jsa");
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
