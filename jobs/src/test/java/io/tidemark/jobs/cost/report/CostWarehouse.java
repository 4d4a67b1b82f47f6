package io.tidemark.jobs.cost.report;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.lineage.AppendSpec;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.RunHeader;
import io.tidemark.lineage.Warehouse;
import io.tidemark.lineage.definition.LoadOptions;
import io.tidemark.lineage.definition.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/** A warehouse with the tables of cost, to write rows into as an attribution would. */
final class CostWarehouse {
  private final Path root;
  private final Warehouse warehouse;

  CostWarehouse(SparkSession spark, Path root) {
    this.root = root;
    file(
        "project.yaml",
        """
        apiVersion: tidemark/v1
        kind: Project
        metadata: {name: bank}
        spec: {warehouse: ./warehouse, defaults: {owner: o, team: t, useCase: u}}
        """);
    this.warehouse = Warehouse.initialise(spark, project());
    try (Run run = begin("2026-01-01T00:00:00Z")) {
      CostTables.make(run);
      run.complete(0);
    }
  }

  Project project() {
    return Project.load(new LoadOptions(root, true, null, new TreeMap<>(), Map.of()));
  }

  void file(String name, String text) {
    try {
      Files.writeString(Files.createDirectories(root).resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Run begin(String now) {
    return warehouse.begin(
        new RunHeader("cost report", new TreeMap<>(), Instant.parse(now), "", "local", "t", "u"));
  }

  /** Appends rows given by some columns; money that is not given is 0, all else NULL. */
  void write(CostTables table, List<Map<String, Object>> rows) {
    List<Row> made = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      made.add(
          RowFactory.create(
              Arrays.stream(table.schema().fields())
                  .map(field -> value(field, row.get(field.name())))
                  .toArray()));
    }
    try (Run run = begin("2026-01-01T00:00:00Z")) {
      PinnedTable newest = run.newest(table.ref());
      run.append(
          table.ref(),
          run.spark().createDataFrame(made, table.schema()),
          new AppendSpec(newest.version(), run.newestSeq(newest) + 1));
      run.complete(0);
    }
  }

  private static @Nullable Object value(StructField field, @Nullable Object given) {
    DataType type = field.dataType();
    if (given instanceof String text && type.equals(DataTypes.TimestampType)) {
      return Timestamp.from(Instant.parse(text));
    }
    if (type.equals(DataTypes.createDecimalType(38, 18))) {
      return given == null ? BigDecimal.ZERO : new BigDecimal(given.toString());
    }
    return given;
  }

  /** A row of a version of the ledger. */
  static Map<String, Object> ledger(String period, int version, Object... columns) {
    Map<String, Object> row = row(columns);
    row.put("period", period);
    row.put("version", version);
    row.putIfAbsent("delivery_id", "d");
    row.putIfAbsent("line", 1L);
    row.putIfAbsent("hour", period + "-01T00:00:00Z");
    row.putIfAbsent("category", "Usage");
    row.putIfAbsent("stage", "usage");
    row.putIfAbsent("target", "r");
    row.putIfAbsent("currency", "USD");
    return row;
  }

  /** An executor of four cores, of a run that is its own application. */
  static Map<String, Object> life(String run, String cluster, String start, String end) {
    return row(
        "run_id",
        run,
        "app_id",
        run,
        "attempt",
        1,
        "executor_id",
        "1",
        "cores",
        4,
        "memory_bytes",
        1L,
        "gpus",
        0L,
        "slot_ms",
        0L,
        "clamped",
        false,
        "source",
        "event_log",
        "cluster_id",
        cluster,
        "started_at",
        start,
        "ended_at",
        end);
  }

  static Map<String, Object> row(Object... columns) {
    Map<String, Object> row = new TreeMap<>();
    for (int i = 0; i < columns.length; i += 2) {
      row.put((String) columns[i], columns[i + 1]);
    }
    return row;
  }
}
