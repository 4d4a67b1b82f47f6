package io.tidemark.jobs.acceptance;

import static io.tidemark.jobs.acceptance.CostProject.worker;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.acceptance.CostProject.Line;
import io.tidemark.lineage.testing.S3Server;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Exports, event logs and the ledger where they are at a customer's: on S3. */
@ExtendWith(SparkExtension.class)
class S3CostTest {
  private static final Instant TEN = Instant.parse("2026-04-10T10:00:00Z");
  private static final String FOLDER = "BILLING_PERIOD=2026-04/";

  private static S3Server server;

  @TempDir private Path root;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.open();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  /** A project in a bucket of its own, as Hadoop keeps one client for each. */
  private CostProject project(SparkSession spark, String bucket) throws Exception {
    server.bucket(bucket);
    ProjectFolder folder =
        new ProjectFolder(spark, root)
            .project()
            .replace("project.yaml", "./warehouse", "s3a://" + bucket + "/wh");
    return new CostProject(spark, S3Files.at(server.endpoint(), folder));
  }

  private void upload(CostProject project, String file, String to) throws Exception {
    S3Files.upload(server, project.folder.root().resolve(file), to);
  }

  /** An export as AWS delivers it: data in one folder, the manifest in another. */
  private void export(CostProject project, String bucket, String listed, String execution)
      throws Exception {
    upload(project, "data/main.csv", "s3a://" + bucket + "/cur/data/" + FOLDER + "part-1.csv");
    project.folder.text(
        "manifest.json",
        """
        {"exportArn": "arn:aws:bcm-data-exports:us-east-1:000000000007:export/cur",
         "executionId": "%s", "dataFiles": ["s3://%s/cur/data/%spart-1.csv"]}
        """
            .formatted(execution, listed, FOLDER));
    upload(
        project, "manifest.json", "s3a://" + bucket + "/cur/metadata/" + FOLDER + "manifest.json");
  }

  private static void declare(CostProject project, String manifest) {
    project.folder.replace("cost.yaml", "files: [data/main.csv]", "manifest: \"" + manifest + "\"");
  }

  private static List<Line> machines(String cost) {
    return List.of(worker("j-ONE", "i-1", TEN, cost), worker("j-ONE", "i-2", TEN, cost));
  }

  private void log(CostProject project, String bucket) throws Exception {
    long start = TEN.toEpochMilli();
    project.folder.text(
        "log",
        """
        {"Event":"SparkListenerApplicationStart","App Name":"etl","App ID":"app-1","Timestamp":%d,"User":"hadoop"}
        {"Event":"SparkListenerEnvironmentUpdate","JVM Information":{},"Spark Properties":{"spark.tidemark.team":"risk"},"Hadoop Properties":{},"System Properties":{"EMR_CLUSTER_ID":"j-ONE"},"Classpath Entries":{}}
        {"Event":"SparkListenerExecutorAdded","Timestamp":%d,"Executor ID":"1","Executor Info":{"Host":"h","Total Cores":4,"Log Urls":{},"Attributes":{},"Resources":{},"Resource Profile Id":0,"Registration Time":%d}}
        {"Event":"SparkListenerApplicationEnd","Timestamp":%d}
        """
            .formatted(start, start, start, start + 1_800_000));
    upload(project, "log", "s3a://" + bucket + "/logs/app-1");
  }

  @Test
  void aMonthIsAttributedFromS3AndRestatedThere(SparkSession spark) throws Exception {
    CostProject project = project(spark, "cost-bank");
    project.rules("usage: {eventLogs: [\"s3://cost-bank/logs/*\"]}");
    declare(project, "s3://cost-bank/cur/metadata/" + FOLDER + "manifest.json");
    log(project, "cost-bank");
    project.bill("main", machines("0.3000000000"));
    export(project, "cost-bank", "cost-bank", "first");
    project.folder.verb("apply" + CostProject.NOW).ok();

    Ran ingested = project.ingest().ok();
    assertThat(ingested.results())
        .extracting(row -> row.get("status").asText())
        .containsExactly("ingested", "ingested");
    assertThat(CostProject.outcome(project.attribute().ok())).isEqualTo("1 published");
    assertThat(project.sums("'all'", "effective_cost", "true").toString()).isEqualTo("{all=0.6}");
    assertThat(project.sums("team", "direct_cost", "true").get("risk").signum()).isPositive();
    assertThat(project.ingest().ok().results())
        .extracting(row -> row.get("status").asText())
        .containsOnly("unchanged");

    project.bill("main", machines("0.4000000000"));
    export(project, "cost-bank", "cost-bank", "second");
    project.ingest().ok();
    assertThat(CostProject.outcome(project.attribute().ok())).isEqualTo("2 published");
    assertThat(project.sums("'all'", "effective_cost", "true").toString()).isEqualTo("{all=0.8}");
  }

  @Test
  void aCopiedExportIsReadWhereItIsThoughItNamesABucketThatIsNot(SparkSession spark)
      throws Exception {
    CostProject project = project(spark, "copied-bank");
    declare(project, "s3://copied-bank/cur/manifest.json");
    project.bill("main", machines("0.3000000000"));
    export(project, "copied-bank", "no-such-bank", "first");
    upload(project, "data/main.csv", "s3a://copied-bank/cur/" + FOLDER + "part-1.csv");
    upload(project, "manifest.json", "s3a://copied-bank/cur/manifest.json");
    project.ingest().ok();
    assertThat(project.folder.number("SELECT count(*) FROM cost.bill_line")).isEqualTo(2);
  }

  @Test
  void whatIsNotThereIsRefusedByItsName(SparkSession spark) throws Exception {
    CostProject project = project(spark, "torn-bank");
    declare(project, "s3://torn-bank/elsewhere/manifest.json");
    project.ingest().refusedSaying("there is no manifest s3://torn-bank/elsewhere/manifest.json");

    project.bill("main", machines("0.3000000000"));
    export(project, "torn-bank", "no-such-bank", "first");
    upload(project, "manifest.json", "s3a://torn-bank/elsewhere/manifest.json");
    project.ingest().refusedSaying("lists 1 files, and 1 of them cannot be reached");

    project.folder.replace("cost.yaml", "s3://torn-bank/", "s3://no-such-bank/");
    project.ingest().refusedSaying("no-such-bank");
    assertThat(project.folder.number("SELECT count(*) FROM cost.bill_line")).isZero();
  }
}
