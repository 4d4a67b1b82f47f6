package io.tidemark.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as a user meets it: the launcher, its child JVM, and plain SparkSubmit. */
@TestMethodOrder(OrderAnnotation.class)
class LauncherIT {

  private static final String LAUNCHER = System.getProperty("tidemark.launcher");
  private static final String DIST = System.getProperty("tidemark.dist");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir static Path folder;
  private static Path project;

  record Result(int exitCode, String out, String err) {
    JsonNode json() {
      try {
        return new ObjectMapper().readTree(out);
      } catch (IOException e) {
        throw new AssertionError("not one JSON document: " + out + "\n" + err, e);
      }
    }
  }

  @BeforeAll
  static void writeProject() throws IOException {
    project = Files.createDirectory(folder.resolve("bank"));
    Files.writeString(
        project.resolve("bank.yaml"),
        """
        apiVersion: tidemark/v1
        kind: Project
        metadata: {name: bank}
        spec:
          warehouse: ./warehouse
          defaults: {owner: ann, team: risk-ml, useCase: credit}
        ---
        apiVersion: tidemark/v1
        kind: Source
        metadata: {name: payments}
        spec:
          format: csv
          path: data/payments.csv
          schema:
            - {name: customer_id, type: BIGINT}
            - {name: paid_at, type: STRING}
            - {name: amount, type: "DECIMAL(10,2)"}
          eventTimestamp: {column: paid_at, format: iso8601}
        ---
        apiVersion: tidemark/v1
        kind: Source
        metadata: {name: loans}
        spec:
          format: csv
          path: data/loans.csv
          schema:
            - {name: loan_id, type: STRING}
            - {name: customer_id, type: BIGINT}
            - {name: asked_at, type: STRING}
        ---
        apiVersion: tidemark/v1
        kind: Entity
        metadata: {name: customer}
        spec: {keys: [{name: customer_id, type: BIGINT}]}
        ---
        apiVersion: tidemark/v1
        kind: FeatureView
        metadata: {name: payment, version: 1}
        spec:
          entity: customer
          source: payments
          features: [{name: last_amount, type: "DECIMAL(10,2)", column: amount}]
        ---
        apiVersion: tidemark/v1
        kind: FeatureService
        metadata: {name: credit, version: 1}
        spec:
          features: [{view: payment@1, select: ["*"]}]
        ---
        apiVersion: tidemark/v1
        kind: TrainingSet
        metadata: {name: first_loans}
        spec:
          spine:
            source: loans
            timestamp: {column: asked_at, format: iso8601}
            columns: ["*"]
          service: credit@1
        """);
    Path data = Files.createDirectory(project.resolve("data"));
    Files.writeString(
        data.resolve("payments.csv"),
        """
        customer_id,paid_at,amount
        1,2026-06-01T00:00:00Z,10.00
        1,2026-06-03T00:00:00Z,30.50
        2,2026-06-02T00:00:00Z,20.00
        """);
    Files.writeString(
        data.resolve("loans.csv"),
        """
        loan_id,customer_id,asked_at
        a,1,2026-06-02T12:00:00Z
        b,1,2026-06-03T00:00:00Z
        c,2,2026-06-01T00:00:00Z
        d,3,2026-06-30T00:00:00Z
        """);
  }

  @Test
  @Order(1)
  void helpNamesTheVerbsAndAnUnknownVerbIsRefused() throws Exception {
    Result help = tidemark("--help");
    assertThat(help.exitCode()).as(help.err()).isZero();
    assertThat(help.out()).contains("materialize", "training-set", "validate");

    assertThat(tidemark("materialise").exitCode()).isEqualTo(2);
  }

  @Test
  @Order(2)
  void aProjectGoesFromFilesToATrainingSet() throws Exception {
    assertThat(ok("validate", "-o", "json").path("status").asText()).isEqualTo("ok");
    assertThat(project.resolve("warehouse")).doesNotExist();

    assertThat(ok("apply", "-o", "json").path("results").findValuesAsText("change"))
        .contains("created");

    JsonNode materialized =
        ok("materialize", "-o", "json", "--now", "2026-07-01T00:00:00Z").path("results").path(0);
    assertThat(materialized.path("rowsAdded").asInt()).isEqualTo(3);
    assertThat(materialized.path("table").asText()).isEqualTo("features.payment_v1");

    JsonNode created =
        ok("training-set", "create", "first_loans", "-o", "json", "--now", "2026-07-01T00:00:00Z");
    assertThat(created.path("results").path(0).path("rows").asInt()).isEqualTo(4);
    Path run = project.resolve("warehouse/_runs").resolve(created.path("runId").asText());
    assertThat(run.resolve("driver.log"))
        .content()
        .contains("Training set first_loans version 1: 4 rows");

    Result sql =
        tidemark(
            "sql",
            "-o",
            "csv",
            "SELECT loan_id, last_amount FROM training.first_loans_v1 ORDER BY loan_id");
    assertThat(sql.exitCode()).as(sql.err()).isZero();
    assertThat(sql.out()).isEqualTo("loan_id,last_amount\na,10.00\nb,30.50\nc,\nd,\n");
  }

  @Test
  @Order(3)
  void theJobJarIsAPlainSparkApplication() throws Exception {
    List<String> command = new ArrayList<>(List.of(JAVA));
    command.addAll(List.of(System.getProperty("spark.module.options").split(" ")));
    command.addAll(
        List.of(
            "-Dlog4j2.configurationFile=" + DIST + "/spark/conf/log4j2.properties",
            "-cp",
            DIST + "/spark/jars/*",
            "org.apache.spark.deploy.SparkSubmit",
            "--master",
            "local[2]",
            "--conf",
            "spark.ui.enabled=false",
            "--class",
            "io.tidemark.jobs.Main",
            DIST + "/jobs/tidemark-jobs.jar",
            "materialize",
            "--project",
            project.toString(),
            "--now",
            "2026-07-02T00:00:00Z",
            "-o",
            "json"));

    Result again = run(command, project);

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.json().path("status").asText()).isEqualTo("unchanged");
  }

  @Test
  @Order(4)
  void aJobThatWasKilledIsToldOfAndMadeUpForByTheNext(@TempDir Path fault) throws Exception {
    Files.writeString(
        project.resolve("data/payments.csv"),
        "3,2026-06-04T00:00:00Z,40.00\n",
        StandardOpenOption.APPEND);
    Files.writeString(fault.resolve("stops"), "halt 8 " + project.resolve("warehouse") + "/\n");
    List<String> materialize =
        List.of(LAUNCHER, "materialize", "-o", "json", "--now", "2026-07-03T00:00:00Z");

    Result killed =
        run(materialize, project, Map.of("JAVA_TOOL_OPTIONS", "-Dtidemark.fault=" + fault));
    assertThat(killed.exitCode()).as(killed.err()).isEqualTo(6);
    assertThat(fault.resolve("points"))
        .content()
        .endsWith("features/payment_v1/_delta_log/00000000000000000002.json\n");

    Result next = run(materialize, project);
    assertThat(next.exitCode()).as(next.err()).isZero();
    Result sql =
        tidemark(
            "sql",
            "-o",
            "csv",
            "SELECT stored, lost FROM (SELECT count(*) AS stored FROM features.payment_v1)"
                + " CROSS JOIN (SELECT count(*) AS lost FROM registry.run WHERE state = 'LOST')");
    assertThat(sql.out()).as(sql.err()).isEqualTo("stored,lost\n4,1\n");
  }

  @Test
  void aNewcomerLooksRunsTheDemoAndPastesWhatItSays() throws Exception {
    Result doctor = tidemark("doctor");
    assertThat(doctor.exitCode()).as(doctor.out()).isZero();
    assertThat(doctor.out()).startsWith("ok    java  ").contains("ok    fast start  ");

    // Where the newcomer stands first: our own checkout, with projects that are not the newcomer's.
    Result here = run(List.of(LAUNCHER, "doctor"), Path.of(LAUNCHER).getParent().getParent());
    assertThat(here.exitCode()).as(here.out()).isZero();
    assertThat(here.out()).contains("several below; name one with -C");

    Result demo =
        tidemark("demo", "../it's a demo", "--customers", "20", "--days", "8", "--transactions=5");
    assertThat(demo.exitCode()).as(demo.err()).isZero();
    int command = demo.out().indexOf(LAUNCHER + " sql");
    assertThat(command).as(demo.out()).isPositive();
    String pasted = demo.out().substring(command, demo.out().indexOf(LAUNCHER, command + 1));

    Result rows = run(List.of("bash", "-c", pasted), project);
    assertThat(rows.exitCode()).as(pasted + rows.err()).isZero();
    assertThat(rows.out()).startsWith("payments  known_late  corrected\n");
  }

  @Test
  void duckDbIsThereForBenchAndForNothingElse() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(DIST))) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("duckdb")))
          .singleElement()
          .matches(jar -> jar.getParent().equals(Path.of(DIST, "lib", "bench")));
    }
  }

  private static JsonNode ok(String... args) throws Exception {
    Result result = tidemark(args);
    assertThat(result.exitCode()).as("%s%n%s", result.out(), result.err()).isZero();
    return result.json();
  }

  private static Result tidemark(String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(LAUNCHER));
    command.addAll(List.of(args));
    return run(command, project);
  }

  private static Result run(List<String> command, Path directory) throws Exception {
    return run(command, directory, Map.of());
  }

  private static Result run(List<String> command, Path directory, Map<String, String> environment)
      throws Exception {
    Path out = Files.createTempFile("tidemark", ".out");
    Path err = Files.createTempFile("tidemark", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("%s ended in time", command).isTrue();
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
      Files.delete(out);
      Files.delete(err);
    }
  }
}
