package io.tidemark.jobs.cost;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;
import static org.apache.spark.sql.types.DataTypes.createDecimalType;
import static org.apache.spark.sql.types.DataTypes.createMapType;

import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.TableSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** The fixed tables of the schema {@code cost}: made by {@code apply}, appended to only. */
public enum CostTables {
  /** One row per line of a delivery of a bill; what only allocation needs begins with {@code _}. */
  BILL_LINE(
      "bill_line",
      new StructType()
          .add("delivery_id", StringType)
          .add("line", LongType)
          .add("period", StringType)
          .add("charge_start", TimestampType)
          .add("charge_end", TimestampType)
          .add("payer_account", StringType)
          .add("account", StringType)
          .add("service", StringType)
          .add("usage_type", StringType)
          .add("operation", StringType)
          .add("resource_id", StringType)
          .add("region", StringType)
          .add("category", StringType)
          .add("line_type", StringType)
          .add("currency", StringType)
          .add("billed_cost", money())
          .add("effective_cost", money())
          .add("net_billed_cost", money())
          .add("net_effective_cost", money())
          .add("list_cost", money())
          .add("quantity", money())
          .add("unit", StringType)
          .add("tags", texts())
          .add("_interval_start", TimestampType)
          .add("_interval_end", TimestampType)
          .add("_invoice", StringType)
          .add("_commitment", StringType)
          .add("_commitment_unused", BooleanType)
          .add("_split_parent", StringType)
          .add("_split_cost", money())
          .add("_unused_cost", money())
          .add("_instance_type", StringType)
          .add("_vcpu", money())
          .add("_memory_gib", money())
          .add("_gpu", money())
          .add("_content", StringType)),

  /** What every receiver gets of every line; the highest version of a period counts. */
  LEDGER(
      "ledger",
      new StructType()
          .add("delivery_id", StringType)
          .add("line", LongType)
          .add("period", StringType)
          .add("hour", TimestampType)
          .add("service", StringType)
          .add("resource_id", StringType)
          .add("category", StringType)
          .add("stage", StringType)
          .add("method", StringType)
          .add("target", StringType)
          .add("run_id", StringType)
          .add("team", StringType)
          .add("project", StringType)
          .add("env", StringType)
          .add("use_case", StringType)
          .add("model", StringType)
          .add("billed_cost", money())
          .add("effective_cost", money())
          .add("net_billed_cost", money())
          .add("net_effective_cost", money())
          .add("direct_cost", money())
          .add("idle_share_cost", money())
          .add("currency", StringType)
          .add("provenance", texts())
          .add("status", StringType)
          .add("version", IntegerType)),

  /** Bill beside ledger, per version; the residual is 0. */
  RECONCILIATION(
      "reconciliation",
      new StructType()
          .add("period", StringType)
          .add("payer_account", StringType)
          .add("account", StringType)
          .add("currency", StringType)
          .add("category", StringType)
          .add("cost", StringType)
          .add("bill", money())
          .add("ledger", money())
          .add("residual", money())
          .add("version", IntegerType)
          .add("run_id", StringType)),

  /** One row per executor's life. */
  RUN_USAGE(
      "run_usage",
      new StructType()
          .add("run_id", StringType)
          .add("app_id", StringType)
          .add("attempt", IntegerType)
          .add("cluster_id", StringType)
          .add("executor_id", StringType)
          .add("host", StringType)
          .add("cores", IntegerType)
          .add("memory_bytes", LongType)
          .add("gpus", LongType)
          .add("started_at", TimestampType)
          .add("ended_at", TimestampType)
          .add("slot_ms", LongType)
          .add("clamped", BooleanType)
          .add("team", StringType)
          .add("project", StringType)
          .add("env", StringType)
          .add("use_case", StringType)
          .add("model", StringType)
          .add("source", StringType)
          .add("_app_name", StringType)),

  /** What the tables, training sets and scoring sets of a period cost. */
  OBJECT_COST(
      "object_cost",
      new StructType()
          .add("period", StringType)
          .add("object", StringType)
          .add("version", IntegerType)
          .add("direct_cost", money())
          .add("loaded_cost", money())
          .add("currency", StringType)),

  /** One row per budget, version and threshold that was reached. */
  BUDGET_STATUS(
      "budget_status",
      new StructType()
          .add("budget", StringType)
          .add("period", StringType)
          .add("amount", money())
          .add("actual", money())
          .add("forecast", money())
          .add("threshold", money())
          .add("crossed_at", TimestampType)
          .add("version", IntegerType));

  private final TableRef ref;
  private final StructType schema;

  CostTables(String name, StructType schema) {
    this.ref = new TableRef("cost", name);
    this.schema = schema;
  }

  private static DataType money() {
    return createDecimalType(38, 18);
  }

  private static DataType texts() {
    return createMapType(StringType, StringType, false);
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
    TableSpec spec = TableSpec.appendOnly(schema);
    return switch (this) {
      case BILL_LINE ->
          spec.withBoundsOf("delivery_id", "line", "period", "charge_start", "account", "service");
      case LEDGER -> spec.withBoundsOf("delivery_id", "line", "period", "hour", "team", "version");
      default -> spec;
    };
  }

  /**
   * Makes those that are missing.
   *
   * @return those that were made
   */
  public static List<TableRef> make(Run run) {
    List<TableRef> made = new ArrayList<>();
    for (CostTables table : values()) {
      if (run.createTable(table.ref, table.spec())) {
        made.add(table.ref);
      }
    }
    return made;
  }
}
