package io.tidemark.jobs.cost.usage;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.usage.ExecutorLife.Source;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Executors' lives as rows of {@code cost.run_usage}. */
public final class ExecutorLives {

  private ExecutorLives() {}

  /** A row in the order of the table's columns. */
  public static Row toRow(ExecutorLife life) {
    return RowFactory.create(
        life.runId(),
        life.appId(),
        life.attempt(),
        life.clusterId(),
        life.executorId(),
        life.host(),
        life.cores(),
        life.memoryBytes(),
        life.gpus(),
        Timestamp.from(life.startedAt()),
        Timestamp.from(life.endedAt()),
        life.slotMs(),
        life.clamped(),
        life.team(),
        life.project(),
        life.env(),
        life.useCase(),
        life.model(),
        word(life.source()),
        life.appName());
  }

  /** The life that a row with the table's columns tells of. */
  public static ExecutorLife of(Row row) {
    return new ExecutorLife(
        row.getAs("run_id"),
        row.getAs("app_id"),
        row.getAs("attempt"),
        row.getAs("cluster_id"),
        row.getAs("executor_id"),
        row.getAs("host"),
        row.getAs("cores"),
        row.getAs("memory_bytes"),
        row.getAs("gpus"),
        instant(row, "started_at"),
        instant(row, "ended_at"),
        row.getAs("slot_ms"),
        row.getAs("clamped"),
        row.getAs("team"),
        row.getAs("project"),
        row.getAs("env"),
        row.getAs("use_case"),
        row.getAs("model"),
        Source.valueOf(row.<String>getAs("source").toUpperCase(Locale.ROOT)),
        row.getAs("_app_name"));
  }

  /** How {@link CostTables#RUN_USAGE} names a source. */
  static String word(Source source) {
    return source.name().toLowerCase(Locale.ROOT);
  }

  private static Instant instant(Row row, String column) {
    return row.<Timestamp>getAs(column).toInstant();
  }
}
