package io.tidemark.jobs.cost.usage;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.definition.AllocationMode;
import io.tidemark.jobs.cost.definition.CostAllocationDefinition;
import io.tidemark.jobs.cost.definition.IdlePolicy;
import io.tidemark.jobs.cost.definition.Measure;
import io.tidemark.jobs.cost.definition.ResourceWeights;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.RunHeader;
import io.tidemark.lineage.Warehouse;
import io.tidemark.lineage.definition.LoadOptions;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;

/** A project with event logs below its folder, and a warehouse. */
final class UsageProject {
  private final Path root;
  private final Project project;
  private final Warehouse warehouse;

  UsageProject(SparkSession spark, Path root) {
    this.root = root;
    text(
        "project.yaml",
        """
        apiVersion: tidemark/v1
        kind: Project
        metadata: {name: bank}
        spec: {warehouse: ./warehouse, defaults: {owner: o, team: risk-ml, useCase: credit}}
        """);
    project = Project.load(new LoadOptions(root, true, null, new TreeMap<>()));
    warehouse = Warehouse.initialise(spark, project);
  }

  /** With the tables of cost. */
  UsageProject applied() {
    try (Run run = begin()) {
      CostTables.make(run);
      run.complete(0);
    }
    return this;
  }

  Project project() {
    return project;
  }

  Run begin() {
    return warehouse.begin(
        new RunHeader(
            "cost ingest",
            new TreeMap<>(),
            Instant.parse("2026-06-30T00:00:00Z"),
            "",
            "local",
            "risk-ml",
            "credit"));
  }

  /** Reads logs in a run of its own. */
  IngestedEventLogs ingest(String... logs) {
    try (Run run = begin()) {
      IngestedEventLogs ingested = new IngestEventLogs(run, project, rules(logs)).ingest();
      run.complete(0);
      return ingested;
    }
  }

  /** What is in {@code cost.run_usage}, or what of it counts. */
  List<ExecutorLife> lives(boolean counted) {
    try (Run run = begin()) {
      List<ExecutorLife> lives =
          (counted ? RunUsage.read(run) : run.read(run.pin(CostTables.RUN_USAGE.ref())))
              .orderBy("app_id", "attempt", "executor_id", "started_at").collectAsList().stream()
                  .map(ExecutorLives::of)
                  .toList();
      run.complete(0);
      return lives;
    }
  }

  UsageProject text(String file, String text) {
    return bytes(file, text.getBytes(StandardCharsets.UTF_8));
  }

  UsageProject bytes(String file, byte[] bytes) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.write(path, bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CostAllocationDefinition rules(String... logs) {
    return new CostAllocationDefinition(
        new Metadata("aws", 0, "o", "risk-ml", "credit", "", new TreeMap<>()),
        List.of(),
        true,
        List.of(logs),
        Measure.EFFECTIVE,
        new ResourceWeights(BigDecimal.valueOf(9), BigDecimal.ONE, BigDecimal.ZERO),
        AllocationMode.WEIGHTED,
        null,
        new IdlePolicy.Owner(),
        List.of(),
        Map.of());
  }
}
