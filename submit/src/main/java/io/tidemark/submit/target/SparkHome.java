package io.tidemark.submit.target;

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
public final class SparkHome {

  private final Path home;
  private final Path spark;

  /**
   * The Spark to use.
   *
   * @param home the distribution
   */
  public SparkHome(Path home, Map<String, String> environment) {
    String given = environment.getOrDefault("SPARK_HOME", "");
    this.home = home;
    this.spark = given.isEmpty() ? home.resolve("spark") : Path.of(given);
  }

  /** Whether it is the distribution's own. */
  public boolean isOwn() {
    return spark.equals(home.resolve("spark"));
  }

  /** Its folder, which need not be there. */
  public Path folder() {
    return spark;
  }

  /** The distribution's folder. */
  public Path distribution() {
    return home;
  }

  /** The jars of Spark, and those of Delta that the distribution adds where Spark has none. */
  public List<Path> jars() {
    List<Path> jars = new ArrayList<>(jars(spark.resolve("jars")));
    if (jars.stream().noneMatch(jar -> jar.getFileName().toString().startsWith("delta-spark"))) {
      jars(home.resolve("spark").resolve("jars")).stream()
          .filter(jar -> jar.getFileName().toString().startsWith("delta-"))
          .forEach(jars::add);
    }
    return jars;
  }

  /** The file names of {@link #jars}. */
  public List<String> jarNames() {
    return jars().stream().map(jar -> jar.getFileName().toString()).toList();
  }

  /** The job jar, which need not be there. */
  public Path jobJar() {
    return home.resolve("jobs").resolve("tidemark-jobs.jar");
  }

  /** The class path of a job's process; the same text each time, so that an archive fits it. */
  public String classPath() {
    boolean none = jars(spark.resolve("jars")).isEmpty();
    Path job = jobJar();
    if (none || !Files.isRegularFile(job)) {
      Path missing = none ? spark.resolve("jars") : job;
      throw new Refusal(
          5,
          List.of(
              Problem.error(
                  "NO_SPARK",
                  null,
                  "there is nothing to run jobs with: " + missing + " is missing or empty",
                  "set SPARK_HOME to a Spark 3.5, or build the distribution again")));
    }
    List<Path> jars = jars();
    jars.add(job);
    return String.join(File.pathSeparator, jars.stream().map(Path::toString).toList());
  }

  /** The class path of a measurement's process: what it compares with comes last. */
  public String benchClassPath() {
    List<String> jars = new ArrayList<>(List.of(classPath()));
    jars(home.resolve("lib").resolve("bench")).forEach(jar -> jars.add(jar.toString()));
    return String.join(File.pathSeparator, jars);
  }

  /** The logging configuration. */
  public Path logging() {
    return home.resolve("spark").resolve("conf").resolve("log4j2.properties");
  }

  /** The class data archive, which need not be there. */
  public Path archive() {
    return home.resolve("spark").resolve("jobs.jsa");
  }

  /** Whether the archive was made by the Java at a place: the JVM itself refuses other archives. */
  public boolean archiveFits(Path java) {
    return Files.isRegularFile(archive()) && isSame(java.resolve("release"), madeBy());
  }

  /** What the Java that made the archive says of itself. */
  private Path madeBy() {
    return home.resolve("archives.release");
  }

  private static boolean isSame(Path a, Path b) {
    try {
      return Files.isRegularFile(a) && Files.isRegularFile(b) && Files.mismatch(a, b) < 0;
    } catch (IOException e) {
      return false;
    }
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
