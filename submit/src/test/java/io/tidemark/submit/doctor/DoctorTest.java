package io.tidemark.submit.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.jobs.definition.CommandLines;
import io.tidemark.jobs.definition.GlobalOptions;
import io.tidemark.jobs.definition.Invocation;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.submit.doctor.Finding.Level;
import io.tidemark.submit.target.SparkHome;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What doctor says of machines that are well, and of those that are not. */
class DoctorTest {

  private static final List<String> OWN_JARS =
      List.of(
          "spark-core_2.12-3.5.7.jar",
          "scala-library-2.12.18.jar",
          "delta-spark_2.12-3.3.3.jar",
          "delta-storage-3.3.3.jar",
          "hadoop-client-api-3.4.2.jar");

  @TempDir Path folder;
  private Path dist;
  private Path java;

  @BeforeEach
  void makeADistribution() throws IOException {
    dist = folder.resolve("dist");
    jars(dist.resolve("spark"), OWN_JARS);
    file(dist.resolve("jobs/tidemark-jobs.jar"), "");
    java = java("17.0.15", true);
  }

  @Test
  void aMachineThatIsWellIsOkInEveryCheck() throws IOException {
    file(dist.resolve("spark/jobs.jsa"), "");
    file(dist.resolve("archives.release"), Files.readString(java.resolve("release")));
    assertThat(spark(Map.of()))
        .extracting(Finding::level, Finding::detail)
        .containsExactly(
            tuple(
                Level.OK,
                "Spark 3.5.7, Scala 2.12.18, Delta 3.3.3, Hadoop 3.4.2; the distribution's own"),
            tuple(Level.OK, "class data archive of this Java"));
    assertThat(new JavaChecks(java, Map.of()).findings())
        .extracting(Finding::level)
        .containsOnly(Level.OK);
    assertThat(new JavaChecks(java, Map.of()).findings().get(0).detail())
        .isEqualTo("JDK 17.0.15 (Acme) at " + java);
    assertThat(machine(Clock.systemUTC()))
        .extracting(Finding::check, Finding::level)
        .containsExactly(tuple("temp folder", Level.OK), tuple("clock", Level.OK));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "3.5.7, 2.12, 2.12.18, 3.3.3, 3.4.2, OK, -",
        "3.5.6-amzn-1, 2.12, 2.12.18, 3.3.2-amzn-1, 3.4.1, OK, -",
        "3.5.3, 2.12, 2.12.18, 3.2.1, 3.3.4, WARN, 'Delta 3.3, Hadoop 3.4'",
        "3.5.7, 2.12, 2.12.18, -, 3.4.2, OK, -",
        "3.5.7, 2.13, 2.13.8, 3.3.3, 3.4.2, FAIL, Scala 2.12",
        "3.4.4, 2.12, 2.12.17, 2.4.0, 3.3.4, FAIL, 'Spark 3.5, Delta 3.3'",
        "4.0.0, 2.13, 2.13.16, 4.0.0, 3.4.1, FAIL, 'Spark 3.5, Scala 2.12, Delta 3.3'",
        "3.5.7, 2.12, 2.12.18, 3.3.3, 2.10.2, FAIL, Hadoop 3.4",
      })
  void theSparkAtSparkHomeIsKnownByItsJars(
      String spark,
      String binary,
      String scala,
      String delta,
      String hadoop,
      Level level,
      String saying)
      throws IOException {
    List<String> names =
        new ArrayList<>(
            List.of(
                "spark-core_" + binary + "-" + spark + ".jar",
                "scala-library-" + scala + ".jar",
                "hadoop-client-api-" + hadoop + ".jar"));
    if (delta != null) {
      names.add("delta-spark_" + binary + "-" + delta + ".jar");
    }
    Path home = folder.resolve("other");
    jars(home, names);
    Finding found = spark(Map.of("SPARK_HOME", home.toString())).get(0);
    assertThat(found.level()).as(found.toString()).isEqualTo(level);
    assertThat(found.detail()).contains("Spark " + spark, "SPARK_HOME " + home);
    if (saying == null) {
      assertThat(found.fix()).isNull();
    } else {
      assertThat(found.detail()).endsWith(saying);
      assertThat(found.fix()).contains("unset SPARK_HOME");
    }
  }

  @Test
  void aSparkThatIsNotThereOrThereTwiceIsTold() throws IOException {
    Finding missing = spark(Map.of("SPARK_HOME", folder.resolve("none").toString())).get(0);
    assertThat(missing.level()).isEqualTo(Level.FAIL);
    assertThat(missing.fix()).contains("or unset it");
    file(dist.resolve("spark/jars/delta-spark_2.12-3.3.2.jar"), "");
    Finding twice = spark(Map.of()).get(0);
    assertThat(twice.level()).isEqualTo(Level.WARN);
    assertThat(twice.detail()).contains("one delta-spark, not 3.3.2 and 3.3.3");
    Files.delete(dist.resolve("jobs/tidemark-jobs.jar"));
    assertThat(spark(Map.of()).get(0).level()).isEqualTo(Level.FAIL);
  }

  @Test
  void anArchiveOfAnotherJavaIsNotUsed() throws IOException {
    assertThat(spark(Map.of()).get(1).level()).isEqualTo(Level.WARN);
    file(dist.resolve("spark/jobs.jsa"), "");
    file(dist.resolve("archives.release"), "JAVA_VERSION=\"17.0.14\"\n");
    assertThat(spark(Map.of()).get(1).detail()).contains("another Java");
    assertThat(new SparkHome(dist, Map.of()).archiveFits(java)).isFalse();
  }

  @Test
  void otherJavasFailAndCutDownOnesToo() throws IOException {
    assertThat(javaCheck(java("21.0.1", true)).level()).isEqualTo(Level.FAIL);
    assertThat(javaCheck(java("1.8.0_402", true)).level()).isEqualTo(Level.FAIL);
    assertThat(javaCheck(folder).level()).isEqualTo(Level.FAIL);
    Finding jre = javaCheck(java("17.0.15", false));
    assertThat(jre.level()).isEqualTo(Level.OK);
    assertThat(jre.detail()).contains("without a compiler");
    Finding cut = new JavaChecks(java, Map.of()).moduleOptions(ModuleFinder.of());
    assertThat(cut.level()).isEqualTo(Level.FAIL);
    assertThat(cut.detail()).contains("java.security.jgss/sun.security.krb5");
    Finding odd = new JavaChecks(java, Map.of("JAVA_TOOL_OPTIONS", "-Dsecret=x")).findings().get(1);
    assertThat(odd.level()).isEqualTo(Level.WARN);
    assertThat(odd.detail()).contains("JAVA_TOOL_OPTIONS").doesNotContain("secret");
  }

  @Test
  void aClockThatCannotBeRightIsTold() throws IOException {
    Path built = file(dist.resolve("complete"), "");
    Files.setLastModifiedTime(built, FileTime.from(Instant.parse("2026-05-01T00:00:00Z")));
    Instant now = Instant.parse("2026-06-01T00:00:00Z");
    MachineChecks checks = new MachineChecks(folder, dist, Clock.systemUTC());
    assertThat(checks.clock(now, now.plusMillis(1500)).level()).isEqualTo(Level.OK);
    assertThat(checks.clock(now, now.minusSeconds(3)).level()).isEqualTo(Level.WARN);
    Instant before = Instant.parse("2026-04-30T00:00:00Z");
    assertThat(checks.clock(before, before).level()).isEqualTo(Level.FAIL);
    Instant after = Instant.parse("2126-04-30T00:00:00Z");
    assertThat(checks.clock(after, after).level()).isEqualTo(Level.FAIL);
  }

  @Test
  void roomOnDiskIsMeasured() {
    assertThat(MachineChecks.space("x", folder, 2L << 30).level()).isEqualTo(Level.OK);
    assertThat(MachineChecks.space("x", folder, 1L << 29).level()).isEqualTo(Level.WARN);
    assertThat(MachineChecks.space("x", folder, 1L << 20).level()).isEqualTo(Level.FAIL);
    assertThat(
            new MachineChecks(folder.resolve("none"), dist, fixed("2026-06-01T00:00:00Z"))
                .findings())
        .extracting(Finding::level)
        .containsExactly(Level.FAIL, Level.WARN);
  }

  @Test
  void theWarehouseOfAProjectIsLookedAt() throws IOException {
    Path project = project("./warehouse");
    assertThat(warehouse("-C", project.toString()))
        .extracting(Finding::check, Finding::level)
        .containsExactly(
            tuple("project", Level.OK), tuple("warehouse", Level.OK), tuple("log store", Level.OK));
    assertThat(project.resolve("warehouse")).doesNotExist();
    assertThat(warehouse("-C", project.toString()).get(1).detail()).contains("not made yet");
    assertThat(warehouse("-C", project.toString()).get(2).detail())
        .isEqualTo("file: LocalLogStore");

    file(project.resolve("warehouse/notes.txt"), "mine");
    assertThat(warehouse("-C", project.toString()).get(1).level()).isEqualTo(Level.FAIL);
    file(project.resolve("warehouse/_tidemark.json"), "{\"layout\": 9}");
    assertThat(warehouse("-C", project.toString()).get(1).detail()).contains("layout 9");

    file(project.resolve("b.yaml"), "apiVersion: tidemark/v1\nkind: Sorce\nmetadata: {name: x}\n");
    assertThat(warehouse("-C", project.toString()).get(0).level()).isEqualTo(Level.FAIL);
    assertThat(warehouse("-C", folder.resolve("none").toString()).get(0).level())
        .isEqualTo(Level.FAIL);
  }

  @Test
  void aWarehouseElsewhereIsNotOpened() throws IOException {
    Path project = project("hdfs://nowhere.invalid:1/wh");
    assertThat(warehouse("-C", project.toString()).get(1).detail()).contains("not opened");
    assertThat(warehouse("-C", project.toString()).get(2).detail()).isEqualTo("hdfs: Delta's own");
    Finding unsafe = warehouse("-C", project("gs://bucket/wh").toString()).get(2);
    assertThat(unsafe.level()).isEqualTo(Level.WARN);
    assertThat(unsafe.fix()).contains("warehouseWriters: single");
    Finding withoutS3 = warehouse("-C", project("s3a://bucket/wh").toString()).get(2);
    assertThat(withoutS3.level()).isEqualTo(Level.FAIL);
    assertThat(withoutS3.detail()).contains("no hadoop-aws");
  }

  @Test
  void credentialsAreNamedAndNeverShown() throws IOException {
    Map<String, String> keys =
        Map.of("AWS_ACCESS_KEY_ID", "AKIAX", "AWS_SECRET_ACCESS_KEY", "hush", "HOME", "/none");
    assertThat(credentials(keys, "s3a"))
        .isEqualTo(Finding.ok("credentials", "of AWS: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY"));
    Finding half = credentials(Map.of("AWS_ACCESS_KEY_ID", "AKIAX", "HOME", "/none"), "s3a");
    assertThat(half.level()).isEqualTo(Level.WARN);
    assertThat(half.toString()).doesNotContain("AKIAX");
    assertThat(credentials(Map.of("HOME", "/none"), "s3a").level()).isEqualTo(Level.WARN);
    assertThat(credentials(Map.of("HOME", "/none"), "file").level()).isEqualTo(Level.OK);
    file(folder.resolve(".aws/credentials"), "[default]\naws_secret_access_key = hush\n");
    assertThat(credentials(Map.of("HOME", folder.toString()), "s3a").detail())
        .isEqualTo("of AWS: ~/.aws/credentials");
  }

  @Test
  void oneFailureIsARefusalWithARowForEveryCheck() {
    Answer answer =
        Doctor.answer(
            List.of(
                Finding.ok("java", "fine"),
                Finding.warn("temp folder", "small", "free some"),
                Finding.fail("spark", "gone", "set SPARK_HOME")));
    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.results()).hasSize(3);
    assertThat(answer.results().get(1))
        .containsEntry("check", "temp folder")
        .containsEntry("status", "warn")
        .containsEntry("detail", "small")
        .containsEntry("fix", "free some");
    assertThat(answer.problems())
        .containsExactly(
            Problem.warn("TEMP_FOLDER", null, "temp folder: small", "free some"),
            Problem.error("SPARK", null, "spark: gone", "set SPARK_HOME"));
    assertThat(Doctor.answer(List.of(Finding.warn("x", "y", "z"))).exitCode()).isZero();
  }

  private List<Finding> spark(Map<String, String> environment) {
    return new SparkChecks(new SparkHome(dist, environment), java).findings();
  }

  private List<Finding> machine(Clock clock) {
    return new MachineChecks(folder, dist, clock).findings();
  }

  private static Finding javaCheck(Path home) {
    return new JavaChecks(home, Map.of()).findings().get(0);
  }

  private static List<Finding> warehouse(String... flags) {
    List<String> args = new ArrayList<>(List.of("doctor"));
    args.addAll(List.of(flags));
    GlobalOptions options = ((Invocation) CommandLines.parse(args, "1")).options();
    return new WarehouseChecks(options, Map.of(), OWN_JARS).findings();
  }

  private static Finding credentials(Map<String, String> environment, String scheme) {
    return new CredentialChecks(environment, scheme).findings().get(0);
  }

  private Path project(String warehouse) throws IOException {
    Path project = folder.resolve("project");
    file(
        project.resolve("project.yaml"),
        "apiVersion: tidemark/v1\nkind: Project\nmetadata: {name: p}\nspec: {warehouse: \""
            + warehouse
            + "\"}\n");
    return project;
  }

  private Path java(String version, boolean compiler) throws IOException {
    Path home = folder.resolve("java-" + version + compiler);
    file(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\nIMPLEMENTOR=\"Acme\"\n");
    if (compiler) {
      assertThat(file(home.resolve("bin/javac"), "").toFile().setExecutable(true)).isTrue();
    }
    return home;
  }

  private static void jars(Path spark, List<String> names) throws IOException {
    for (String name : names) {
      file(spark.resolve("jars").resolve(name), "");
    }
  }

  private static Path file(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static Clock fixed(String time) {
    return Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
  }
}
