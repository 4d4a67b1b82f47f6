package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.lineage.testing.FaultyProxy;
import io.tidemark.lineage.testing.FaultyProxy.Fault;
import io.tidemark.lineage.testing.S3Server;
import io.tidemark.lineage.testing.SparkExtension;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The main job with its warehouse and its sources on S3. */
@ExtendWith(SparkExtension.class)
class S3Test {

  private static final String NOW = SmallBank.NOW;

  private static S3Server server;

  @TempDir private java.nio.file.Path folder;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.open();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  /** Hadoop keeps one client for each bucket, so every test has its own. */
  private ProjectFolder project(SparkSession spark, String bucket, URI endpoint) {
    return S3Files.at(
        endpoint,
        SmallBank.written(spark, folder)
            .replace("project.yaml", "./warehouse", "s3a://" + bucket + "/ml/wh"));
  }

  private ProjectFolder project(SparkSession spark, String bucket) throws Exception {
    server.bucket(bucket);
    return project(spark, bucket, server.endpoint());
  }

  private static void upload(ProjectFolder project, String bucket, String file) throws Exception {
    String to = "s3a://" + bucket + "/" + file;
    S3Files.upload(server, project.root().resolve(file), to);
    project.replace("definitions/sources.yaml", "path: " + file, "path: " + to);
  }

  /** What Hadoop is to do for one bucket: the tests do not wait for its patience. */
  private static void impatient(SparkSession spark, String bucket) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    conf.set("fs.s3a.bucket." + bucket + ".attempts.maximum", "1");
    conf.set("fs.s3a.bucket." + bucket + ".retry.limit", "1");
  }

  private static Ran saysNoSecret(Ran ran) {
    assertThat(ran.out() + ran.err()).doesNotContain(S3Files.SECRET);
    return ran;
  }

  @Test
  void theWholeMainJobRunsOnS3(SparkSession spark) throws Exception {
    ProjectFolder project = project(spark, "bank");
    upload(project, "bank", "data/balances.parquet");
    upload(project, "bank", "data/limits.csv");

    project.verb("apply" + NOW).written();
    project.verb("materialize" + NOW).written();
    project.verb("materialize" + NOW).unchanged();
    project.verb("training-set create credit" + NOW).written();
    Ran again = project.verb("training-set create credit" + NOW).unchanged();

    assertThat(
            project.lines(
                "SELECT loan_id, balance, ceiling FROM training.credit_v1 ORDER BY loan_id"))
        .containsExactly("100|10.50|100", "101|20.25|100", "102|5.00|~", "103|~|~");
    assertThat(project.lines("SELECT count(*) FROM features.balance_v1 VERSION AS OF 0"))
        .containsExactly("0");
    assertThat(project.lines("SHOW TABLES IN training")).hasSize(1);
    assertThat(project.verb("list").ok().results()).hasSize(3);
    project.verb("describe FeatureView/balance@1").ok();
    assertThat(
            project.lines(
                "SELECT DISTINCT name, location FROM registry.run_io WHERE fingerprint IS NOT NULL"
                    + " AND location LIKE 's3a:%' ORDER BY name"))
        .containsExactly(
            "source:balances|s3a://bank/data/balances.parquet",
            "source:limits|s3a://bank/data/limits.csv");

    project.verb("registry rebuild" + NOW).ok();
    assertThat(project.lines("SELECT state, count(*) FROM registry.run GROUP BY state"))
        .containsExactly("SUCCEEDED|6");
    assertThat(EventChain.problems(project.sql("SELECT * FROM registry.event"))).isEmpty();
    JsonNode rows = project.sql("SELECT * FROM registry.event").get(0);
    assertThat(rows.toString()).doesNotContain(S3Files.SECRET);
    saysNoSecret(again);
    assertThat(project.warehouse()).doesNotExist();
  }

  @Test
  void racingRunsOnS3AllEndWellAndEveryRowIsStoredOnce(SparkSession spark) throws Exception {
    ProjectFolder project = project(spark, "raced-bank");
    project.verb("apply" + NOW).written();
    String window = "materialize balance@1 --from 2026-03-01 --to 2026-03-31" + NOW;

    List<Ran> raced = Races.atOnce(project, window, window);

    raced.forEach(Ran::ok);
    assertThat(raced.stream().mapToInt(r -> r.onlyResult().get("rowsAdded").asInt()).sum())
        .isEqualTo(3);
    assertThat(project.lines("SELECT balance FROM features.balance_v1 ORDER BY balance"))
        .containsExactly("5.00", "10.50", "20.25");
    assertThat(EventChain.problems(project.sql("SELECT * FROM registry.event"))).isEmpty();
  }

  @Test
  void aSparkCommitThatNobodyConfirmedIsFoundAndNotMadeAgain(SparkSession spark) throws Exception {
    server.bucket("silent-bank");
    impatient(spark, "silent-bank");
    Set<String> seen = new HashSet<>();
    Function<String, Fault> faults =
        path ->
            !path.endsWith("balance_v1/_delta_log/00000000000000000001.json")
                ? Fault.NONE
                : seen.add(path) ? Fault.LOST_ANSWER : Fault.UNAVAILABLE;
    try (FaultyProxy proxy = new FaultyProxy(server.endpoint(), faults)) {
      ProjectFolder project = project(spark, "silent-bank", proxy.endpoint());
      project.verb("apply" + NOW).written();
      Ran written = project.verb("materialize balance@1" + NOW).written();

      assertThat(written.onlyResult().get("rowsAdded").asInt()).isEqualTo(3);
      assertThat(written.onlyResult().get("version").asInt()).isEqualTo(1);
      assertThat(proxy.injected(Fault.LOST_ANSWER)).isEqualTo(1);
      assertThat(proxy.injected(Fault.UNAVAILABLE)).isGreaterThan(3);
      assertThat(project.lines("SELECT balance FROM features.balance_v1 ORDER BY balance"))
          .containsExactly("5.00", "10.50", "20.25");
      project.verb("materialize balance@1" + NOW).unchanged();
    }
  }

  @Test
  void withoutTheLogStoreASingleWriterOnlyMayWrite(SparkSession spark) throws Exception {
    ProjectFolder project = project(spark, "guarded-bank");
    project.verb("apply" + NOW).written();
    long events = project.number("SELECT count(*) FROM registry.event");
    Configuration shared = spark.sparkContext().hadoopConfiguration();
    String key = "io.delta.kernel.logStore.s3a.impl";
    shared.set(key, "io.delta.storage.S3SingleDriverLogStore");
    try {
      for (String verb : List.of("apply", "materialize", "training-set create credit")) {
        project
            .verb(verb + NOW)
            .refusedSaying("s3a://guarded-bank/ml/wh", key, "warehouseWriters: single");
      }
      assertThat(project.number("SELECT count(*) FROM registry.event")).isEqualTo(events);

      project.replace(
          "project.yaml",
          "s3a://guarded-bank/ml/wh",
          "s3a://guarded-bank/ml/wh\n  warehouseWriters: single");
      project.verb("materialize balance@1" + NOW).written();
    } finally {
      shared.unset(key);
    }
  }

  @Test
  void aMistypedBucketIsRefused(SparkSession spark) {
    ProjectFolder project = project(spark, "bnak", server.endpoint());
    for (String verb : List.of("apply", "materialize", "list")) {
      Ran ran = project.verb(verb).refusedSaying("no such bucket", "s3a://bnak/ml/wh");
      assertThat(saysNoSecret(ran).problems().get(0).get("code").asText())
          .isEqualTo("BUCKET_MISSING");
    }
    Ran sql = saysNoSecret(project.plain("sql", "VALUES (1)"));
    assertThat(sql.exitCode()).isEqualTo(2);
    assertThat(sql.err()).contains("no such bucket", "s3a://bnak/ml/wh");
  }

  @Test
  void aSourceInAMissingBucketIsRefusedWithItsLine(SparkSession spark) throws Exception {
    ProjectFolder project = project(spark, "sources-bank");
    project.replace(
        "definitions/sources.yaml", "path: data/balances.parquet", "path: s3a://no-data/b.parquet");
    Ran ran = project.verb("apply" + NOW);
    ran.refusedAt(
        "definitions/sources.yaml", project.line("definitions/sources.yaml", "s3a://no-data"));
    saysNoSecret(ran).refusedSaying("no-data");
  }

  @Test
  void anEndpointThatDoesNotAnswerIsRefused(SparkSession spark) {
    impatient(spark, "far-away");
    ProjectFolder project = project(spark, "far-away", URI.create("http://127.0.0.1:1"));
    Ran ran = project.verb("apply" + NOW).refusedSaying("cannot be reached", "s3a://far-away");
    assertThat(saysNoSecret(ran).problems().get(0).get("code").asText())
        .isEqualTo("STORAGE_UNREACHABLE");

    impatient(spark, "nowhere");
    saysNoSecret(project(spark, "nowhere", URI.create("http://nowhere.invalid")).verb("apply"))
        .refusedSaying("cannot be reached", "s3a://nowhere");
  }

  @Test
  void credentialsThatDoNotCountAreRefused(SparkSession spark) throws Exception {
    try (S3Server guarded = S3Server.guarded("jane", "open sesame")) {
      Ran ran = project(spark, "closed", guarded.endpoint()).verb("apply" + NOW);
      ran.refusedSaying("no permission", "s3a://closed/ml/wh");
      assertThat(saysNoSecret(ran).problems().get(0).get("code").asText())
          .isEqualTo("NO_PERMISSION");
    }
  }

  @Test
  void s3UnderAnotherNameIsRefused(SparkSession spark) {
    for (String scheme : List.of("s3", "s3n")) {
      ProjectFolder project =
          project(spark, "bank", server.endpoint())
              .replace("project.yaml", "s3a://", scheme + "://");
      project.verb("apply").refusedSaying(scheme + "://bank/ml/wh", "write s3a://bank/ml/wh");
      project.verb("list").refusedSaying("write s3a://bank/ml/wh");
    }
  }
}
