package io.tidemark.jobs.bench;

import io.tidemark.jobs.cost.generate.Delivery;
import io.tidemark.jobs.cost.generate.MonthSpec;
import io.tidemark.jobs.cost.generate.SyntheticMonth;
import io.tidemark.jobs.definition.CostKnobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.Stream;

/** The generated month of {@code bench cost}, and the project that reads it. */
final class CostData {
  static final YearMonth MONTH = YearMonth.of(2026, 1);

  private static final String BILL = "bill";
  private static final String LOGS = "logs";
  private static final String LONG_LOG = "long";
  private static final String INSTANCES = "instances.csv";
  private static final int TASKS = 8;

  /** What one task takes in an event log, roughly. */
  private static final int BYTES_A_TASK = 850;

  private final CostKnobs knobs;
  private final BenchFolder folder;
  private final SyntheticMonth month;

  CostData(CostKnobs knobs, BenchFolder folder) {
    this.knobs = knobs;
    this.folder = folder;
    this.month =
        new SyntheticMonth(
            new MonthSpec(
                knobs.seed(),
                MONTH,
                knobs.clusters(),
                knobs.hours(),
                knobs.runs(),
                TASKS,
                knobs.lines()));
  }

  boolean isThere() {
    return Files.exists(folder.file(INSTANCES));
  }

  /** Writes the bill. */
  Path writeBill() {
    return month.bill(Delivery.FINAL, folder.file(BILL)).manifest();
  }

  /** Writes the event logs, the long one too; it comes before what says that all is there. */
  void writeLogs() {
    month.logs(folder.file(LOGS), new Zstd());
    month.longLog(folder.file(LONG_LOG), knobs.megabytes() * 1_000_000 / BYTES_A_TASK);
    folder.write(INSTANCES, SyntheticMonth.instances());
  }

  long billBytes() {
    return bytes(BILL);
  }

  long logBytes() {
    return bytes(LOGS);
  }

  long longLogBytes() {
    return bytes(LONG_LOG);
  }

  /** The project without event logs. */
  String billed() {
    return project(List.of());
  }

  /** The project with the event logs of the bill's clusters. */
  String used() {
    return project(List.of(LOGS));
  }

  /** The project with the long event log. */
  String longUsed() {
    return project(List.of(LONG_LOG));
  }

  private String project(List<String> eventLogs) {
    return """
    apiVersion: tidemark/v1
    kind: Project
    metadata: {name: bench}
    spec:
      warehouse: ./warehouse
      defaults: {owner: bench, team: bench, useCase: bench}
    ---
    apiVersion: tidemark/v1
    kind: CostAllocation
    metadata: {name: aws}
    spec:
      bills: [{name: main, format: cur2, manifest: %s/%s}]
      usage: {listener: false, eventLogs: [%s]}
      instances: %s
      idle: owner
      shared:
        - {match: {service: AWSCloudTrail}, policy: even}
        - {match: {operation: NatGateway}, policy: proportional}
      dimensions:
        team: [{run: team}, {tag: team}, {arn: "/([a-z]+-ml)-"}, {default: platform}]
    """
        .formatted(BILL, SyntheticMonth.manifest(), String.join(", ", eventLogs), INSTANCES);
  }

  private long bytes(String relative) {
    try (Stream<Path> files = Files.walk(folder.file(relative))) {
      long bytes = 0;
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(each);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
