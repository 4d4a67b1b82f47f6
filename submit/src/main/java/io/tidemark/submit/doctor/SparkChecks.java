package io.tidemark.submit.doctor;

import io.tidemark.submit.target.SparkHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Spark that jobs run on, by the names of its jars. */
final class SparkChecks {

  private static final String SPARK = "3.5";
  private static final String SCALA = "2.12";
  private static final String DELTA = "3.3";
  private static final String HADOOP = "3.4";

  private final SparkHome spark;
  private final Path java;

  SparkChecks(SparkHome spark, Path java) {
    this.spark = spark;
    this.java = java;
  }

  List<Finding> findings() {
    return List.of(versions(), start());
  }

  private Finding versions() {
    String check = "spark";
    List<String> names = spark.jarNames();
    String core = version(names, "spark-core");
    String where = spark.isOwn() ? "the distribution's own" : "SPARK_HOME " + spark.folder();
    if (core.isEmpty()) {
      return Finding.fail(
          check,
          where + " has no spark-core in " + spark.folder().resolve("jars"),
          spark.isOwn()
              ? "build the distribution again"
              : "set SPARK_HOME to a Spark " + SPARK + ", or unset it");
    }
    if (!Files.isRegularFile(spark.jobJar())) {
      return Finding.fail(check, spark.jobJar() + " is missing", "build the distribution again");
    }
    String scala = version(names, "scala-library");
    String delta = version(names, "delta-spark");
    String hadoop = version(names, "hadoop-client-api", "hadoop-common");
    String what =
        "Spark %s, Scala %s, Delta %s, Hadoop %s; %s"
            .formatted(core, known(scala), known(delta), known(hadoop), where);
    List<String> wrong = new ArrayList<>();
    List<String> odd = new ArrayList<>();
    compare("Spark", core, SPARK, wrong);
    compare("Scala", scalaOf(names, scala), SCALA, wrong);
    compare("Delta", delta, DELTA, delta.startsWith("3.") ? odd : wrong);
    compare("Hadoop", hadoop, HADOOP, hadoop.startsWith("3.") ? odd : wrong);
    twice(names, odd);
    if (!wrong.isEmpty()) {
      return Finding.fail(
          check,
          what + "; jobs need " + String.join(", ", wrong),
          spark.isOwn()
              ? "build the distribution again"
              : "unset SPARK_HOME to use the distribution's own Spark, or set it to a fitting one");
    }
    return odd.isEmpty()
        ? Finding.ok(check, what)
        : Finding.warn(
            check,
            what + "; Tidemark was tried with " + String.join(", ", odd),
            "unset SPARK_HOME to use the distribution's own Spark");
  }

  /** The archive that makes jobs start fast; without it they only start later. */
  private Finding start() {
    String check = "fast start";
    if (!spark.isOwn()) {
      return Finding.ok(check, "no class data archive for the Spark at SPARK_HOME");
    }
    if (!Files.isRegularFile(spark.archive())) {
      return Finding.warn(
          check,
          "no class data archive at " + spark.archive() + ": jobs take seconds longer to start",
          "run bash "
              + spark.distribution().resolve("bin").resolve("archive-classes")
              + " "
              + spark.distribution()
              + " "
              + java);
    }
    return spark.archiveFits(java)
        ? Finding.ok(check, "class data archive of this Java")
        : Finding.warn(
            check,
            "the class data archive is of another Java: jobs take seconds longer to start",
            "nothing: a new one is being made in the background");
  }

  private static void compare(String what, String found, String wanted, List<String> wrong) {
    if (!found.isEmpty() && !found.equals(wanted) && !found.startsWith(wanted + ".")) {
      wrong.add(what + " " + wanted);
    }
  }

  private static void twice(List<String> names, List<String> odd) {
    for (String artifact : List.of("spark-core", "scala-library", "delta-spark", "delta-storage")) {
      TreeSet<String> versions = new TreeSet<>();
      names.forEach(name -> versions.add(version(List.of(name), artifact)));
      versions.remove("");
      if (versions.size() > 1) {
        odd.add("one " + artifact + ", not " + String.join(" and ", versions));
      }
    }
  }

  /** Scala as Spark was built for it, which its jars say even where the library's name is odd. */
  private static String scalaOf(List<String> names, String library) {
    Pattern core = Pattern.compile("spark-core_([0-9.]+)-.*");
    for (String name : names) {
      Matcher found = core.matcher(name);
      if (found.matches()) {
        return found.group(1);
      }
    }
    return library;
  }

  /** The version in the first jar of one of these names; empty if there is none. */
  private static String version(List<String> names, String... artifacts) {
    for (String artifact : artifacts) {
      Pattern jar = Pattern.compile(artifact + "(?:_[0-9.]+)?-([0-9][A-Za-z0-9.+-]*)[.]jar");
      for (String name : names) {
        Matcher found = jar.matcher(name);
        if (found.matches()) {
          return found.group(1);
        }
      }
    }
    return "";
  }

  private static String known(String version) {
    return version.isEmpty() ? "unknown" : version;
  }
}
