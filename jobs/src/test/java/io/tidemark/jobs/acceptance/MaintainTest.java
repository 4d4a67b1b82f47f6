package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.delta.tables.DeltaTable;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tables whose many small files become few, while nobody notices. */
@ExtendWith(SparkExtension.class)
class MaintainTest {

  private static final String NOW = " --now 2026-06-01T00:00:00Z";
  private static final int CUSTOMERS = 10;
  private static final int ROUNDS = 10;
  private static final String ROWS =
      "SELECT cust, event_ts, known_at, _eff_ts, _deleted, amount, _seq, _bucket"
          + " FROM features.spending_v1 ORDER BY cust, event_ts";

  private static final String DEFINITIONS =
      """
      kind: Source
      metadata: {name: payments}
      spec:
        format: csv
        path: payments.csv
        schema: [{name: cust, type: BIGINT}, {name: at, type: TIMESTAMP}, {name: amount, type: INT}]
        eventTimestamp: at
        knownAt: at
      ---
      kind: Source
      metadata: {name: asked}
      spec:
        format: csv
        path: asked.csv
        schema: [{name: cust, type: BIGINT}, {name: at, type: TIMESTAMP}]
      ---
      kind: Entity
      metadata: {name: customer}
      spec: {keys: [{name: cust, type: BIGINT}]}
      ---
      kind: FeatureView
      metadata: {name: spending, version: 1}
      spec:
        entity: customer
        source: payments
        features: [{name: amount, type: INT}]
        materialize: {buckets: 2}
      ---
      kind: FeatureService
      metadata: {name: risk, version: 1}
      spec: {features: [{view: spending@1, select: ["*"]}]}
      ---
      kind: TrainingSet
      metadata: {name: credit}
      spec:
        spine: {source: asked, timestamp: at}
        service: risk@1
      """;

  private static ProjectFolder project(SparkSession spark, Path folder, List<LocalDate> days) {
    return project(spark, folder, days, CUSTOMERS);
  }

  private static ProjectFolder project(
      SparkSession spark, Path folder, List<LocalDate> days, int customers) {
    StringBuilder payments = new StringBuilder("cust,at,amount\n");
    StringBuilder asked = new StringBuilder("cust,at\n");
    for (LocalDate day : days) {
      for (int cust = 0; cust < customers; cust++) {
        payments.append("%d,%sT00:00:00Z,%d%n".formatted(cust, day, day.getDayOfYear()));
        asked.append("%d,%sT12:00:00Z%n".formatted(cust, day));
      }
    }
    ProjectFolder project = new ProjectFolder(spark, folder).project();
    project
        .text("payments.csv", payments.toString())
        .text("asked.csv", asked.toString())
        .yaml("definitions.yaml", DEFINITIONS)
        .verb("apply" + NOW)
        .written();
    return project;
  }

  /** New year's days, and the day after the last of them. */
  private static List<LocalDate> years(int first, int last) {
    List<LocalDate> days = new ArrayList<>();
    for (int year = first; year <= last; year++) {
      days.add(LocalDate.of(year, 1, 1));
    }
    days.add(LocalDate.of(last, 1, 2));
    return days;
  }

  private static void materialize(ProjectFolder project, LocalDate from, LocalDate to) {
    project.verb("materialize --from " + from + " --to " + to + NOW).written();
  }

  private static Object property(SparkSession spark, ProjectFolder project, String name) {
    String table = project.warehouse().resolve("features/spending_v1").toString();
    return DeltaTable.forPath(spark, table)
        .detail()
        .select("properties")
        .first()
        .getJavaMap(0)
        .get(name);
  }

  private static long files(SparkSession spark, ProjectFolder project) {
    String table = project.warehouse().resolve("features/spending_v1").toString();
    return DeltaTable.forPath(spark, table).detail().select("numFiles").first().getLong(0);
  }

  @Test
  void filesBecomeFewAndAnswersStay(SparkSession spark, @TempDir Path folder) {
    List<LocalDate> days = years(2024, 2025);
    ProjectFolder project = project(spark, folder, days);
    materialize(project, days.get(0), days.get(1));
    materialize(project, days.get(2), days.get(2));
    assertThat(property(spark, project, "parquet.block.size"))
        .as("what Delta hands to the Parquet writer")
        .isEqualTo("8388608");
    List<String> rows = project.lines(ROWS);
    assertThat(rows).hasSize(days.size() * CUSTOMERS);
    JsonNode created =
        project.verb("training-set create credit --explain" + NOW).written().onlyResult();
    assertThat(created.get("views").get(0).get("way").asText()).isEqualTo("merge");
    JsonNode explained = created.get("explained").get(0);
    assertThat(explained.get("filesRead").asInt())
        .isEqualTo(explained.get("files").asInt())
        .isEqualTo(6);
    assertThat(explained.get("rowGroupsRead").asInt()).isEqualTo(6);
    assertThat(explained.get("rowsRead").asInt()).isEqualTo(days.size() * CUSTOMERS);
    assertThat(explained.get("bytesRead").asLong())
        .isPositive()
        .isLessThan(explained.get("bytes").asLong());
    assertThat(explained.get("rowsPerSecond").asLong()).isPositive();

    JsonNode merged = project.verb("maintain" + NOW).written().onlyResult();
    assertThat(merged.get("filesBefore").asInt()).isEqualTo(6);
    assertThat(merged.get("filesAfter").asInt()).isEqualTo(4);
    assertThat(merged.get("bytesAfter").asLong())
        .isPositive()
        .isLessThan(merged.get("bytesBefore").asLong());
    assertThat(project.lines(ROWS)).isEqualTo(rows);
    project.verb("maintain spending@1" + NOW).unchanged();
    JsonNode rebuilt = project.verb("training-set rebuild credit" + NOW).written().onlyResult();
    assertThat(rebuilt.get("status").asText()).isEqualTo("equal");
    project.verb("maintain spendings@1" + NOW).refusedSaying("did you mean spending@1?");
  }

  @Test
  void aBucketOfManyFilesIsMergedWhenItIsWritten(SparkSession spark, @TempDir Path folder) {
    List<LocalDate> days = years(2009, 2025);
    ProjectFolder project = project(spark, folder, days);
    materialize(project, days.get(0), days.get(days.size() - 2));
    assertThat(files(spark, project)).isEqualTo(2 * 17);
    materialize(project, days.get(days.size() - 1), days.get(days.size() - 1));
    assertThat(files(spark, project)).as("the last year's two are one").isEqualTo(2 * 17);
    assertThat(project.lines(ROWS)).hasSize(days.size() * CUSTOMERS);
  }

  @Test
  void whatIsAppendedMeanwhileIsKept(SparkSession spark, @TempDir Path folder) throws Exception {
    int customers = 40;
    LocalDate first = LocalDate.of(2026, 1, 1);
    List<LocalDate> days = first.datesUntil(first.plusDays(ROUNDS)).toList();
    ProjectFolder project = project(spark, folder, days, customers);
    for (LocalDate day : days) {
      CompletableFuture<Ran> merging =
          CompletableFuture.supplyAsync(() -> project.verb("maintain" + NOW));
      CompletableFuture<Ran> other =
          CompletableFuture.supplyAsync(() -> project.verb("maintain" + NOW));
      materialize(project, day, day);
      merging.get().ok();
      other.get().ok();
    }
    int rows = ROUNDS * customers;
    assertThat(
            project.lines(
                "SELECT count(*), count(DISTINCT cust, event_ts) FROM features.spending_v1"))
        .containsExactly("%d|%d".formatted(rows, rows));
  }
}
