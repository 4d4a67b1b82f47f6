package io.tidemark.quality.store;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;

import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.TableSpec;
import io.tidemark.quality.profile.ProfileRows;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * The fixed tables of the schema {@code quality}: made by {@code apply}, appended to and never
 * changed.
 */
public enum QualityTables {
  /** One row per suite and run; results without it never count. */
  RUN(
      "run",
      new StructType()
          .add("run_id", StringType)
          .add("suite", StringType)
          .add("suite_hash", StringType)
          .add("object", StringType)
          .add("version", LongType)
          .add("fingerprint", StringType)
          .add("logical_date", DateType)
          .add("window_start", TimestampType)
          .add("window_end", TimestampType)
          .add("engine", StringType)
          .add("status", StringType)
          .add("started_at", TimestampType)
          .add("ended_at", TimestampType)
          .add("rows_scanned", LongType)
          .add("bytes_scanned", LongType)
          .add("cpu_ms", LongType)
          .add("team", StringType)
          .add("now", TimestampType)),

  /** One row per rule and run, and one more per segment. */
  RESULT(
      "result",
      new StructType()
          .add("run_id", StringType)
          .add("suite", StringType)
          .add("object", StringType)
          .add("logical_date", DateType)
          .add("rule_id", StringType)
          .add("rule_hash", StringType)
          .add("rule_type", StringType)
          .add("severity", StringType)
          .add("column_name", StringType)
          .add("segment_key", StringType)
          .add("segment_value", StringType)
          .add("metric_name", StringType)
          .add("metric_value", DoubleType)
          .add("metric_unit", StringType)
          .add("lower_bound", DoubleType)
          .add("upper_bound", DoubleType)
          .add("bound_source", StringType)
          .add("rows_evaluated", LongType)
          .add("rows_failed", LongType)
          .add("fail_ratio", DoubleType)
          .add("status", StringType)
          .add("message", StringType)
          .add("error_class", StringType)
          .add("sample_keys", createArrayType(StringType))
          .add("cpu_ms", LongType)
          .add("now", TimestampType)),

  /** One row per column of an object and run, and one of its rows as a whole. */
  PROFILE("profile", ProfileRows.SCHEMA),

  /** One row per view that was materialised under a suite: the proof that no row is lost. */
  QUARANTINE(
      "quarantine",
      new StructType()
          .add("batch_id", StringType)
          .add("object", StringType)
          .add("target", StringType)
          .add("suite", StringType)
          .add("run_id", StringType)
          .add("rows_in", LongType)
          .add("rows_target", LongType)
          .add("rows_quarantined", LongType)
          .add("at", TimestampType)),

  /** What became of withheld rows; the newest row counts. */
  QUARANTINE_STATE(
      "quarantine_state",
      new StructType()
          .add("batch_id", StringType)
          .add("row_id", StringType)
          .add("state", StringType)
          .add("run_id", StringType)
          .add("at", TimestampType));

  private final TableRef ref;
  private final StructType schema;

  QualityTables(String name, StructType schema) {
    this.ref = new TableRef("quality", name);
    this.schema = schema;
  }

  /** Where it is. */
  public TableRef ref() {
    return ref;
  }

  /** Its columns. */
  public StructType schema() {
    return schema;
  }

  /** What it is made of. */
  public TableSpec spec() {
    return TableSpec.appendOnly(schema);
  }

  /**
   * Makes those that are missing.
   *
   * @return those that were made
   */
  public static List<TableRef> make(Run run) {
    List<TableRef> made = new ArrayList<>();
    for (QualityTables table : values()) {
      if (run.createTable(table.ref, table.spec())) {
        made.add(table.ref);
      }
    }
    return made;
  }
}
