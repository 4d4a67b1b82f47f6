package io.tidemark.jobs.cost.bill;

import static org.apache.spark.sql.functions.col;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.ScalaInterop;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Lines of bills as rows of {@code cost.bill_line}, and back. */
public final class BillLines {

  private BillLines() {}

  /** The table's columns. */
  public static StructType schema() {
    return CostTables.BILL_LINE.schema();
  }

  /** The lines of some deliveries. */
  public static Dataset<Row> read(Run run, PinnedTable table, Collection<Delivery> deliveries) {
    return run.read(table)
        .where(
            col("delivery_id")
                .isInCollection(deliveries.stream().map(Delivery::deliveryId).toList()));
  }

  /** The row of a line. */
  public static Row toRow(BillLine line) {
    return toRow(line, null);
  }

  /**
   * The row of a line.
   *
   * @param content hash of the delivery that brings it
   */
  static Row toRow(BillLine line, @Nullable String content) {
    LineDetail detail = line.detail();
    Amounts amounts = line.amounts();
    return RowFactory.create(
        line.deliveryId(),
        line.line(),
        line.period(),
        timestamp(line.chargeStart()),
        timestamp(line.chargeEnd()),
        line.payerAccount(),
        line.account(),
        line.service(),
        line.usageType(),
        line.operation(),
        line.resourceId(),
        line.region(),
        line.category().word(),
        line.lineType(),
        line.currency(),
        amounts.billed(),
        amounts.effective(),
        amounts.netBilled(),
        amounts.netEffective(),
        line.listCost(),
        line.quantity(),
        line.unit(),
        ScalaInterop.cell(line.tags()),
        timestamp(detail.intervalStart()),
        timestamp(detail.intervalEnd()),
        detail.invoice(),
        detail.commitment(),
        detail.commitmentUnused(),
        detail.splitParent(),
        detail.splitCost(),
        detail.unusedCost(),
        detail.instanceType(),
        detail.vcpu(),
        detail.memoryGib(),
        detail.gpu(),
        content);
  }

  /** The line of a row that has all columns of the table. */
  public static BillLine of(Row row) {
    return new BillLine(
        row.getAs("delivery_id"),
        row.<Long>getAs("line"),
        row.getAs("period"),
        instant(row, "charge_start"),
        instant(row, "charge_end"),
        row.getAs("payer_account"),
        row.getAs("account"),
        row.getAs("service"),
        row.getAs("usage_type"),
        row.getAs("operation"),
        row.getAs("resource_id"),
        row.getAs("region"),
        Category.of(row.getAs("category")),
        row.getAs("line_type"),
        row.getAs("currency"),
        new Amounts(
            money(row, "billed_cost"),
            money(row, "effective_cost"),
            money(row, "net_billed_cost"),
            money(row, "net_effective_cost")),
        decimal(row, "list_cost"),
        decimal(row, "quantity"),
        row.getAs("unit"),
        tags(row),
        detail(row));
  }

  private static LineDetail detail(Row row) {
    return new LineDetail(
        instant(row, "_interval_start"),
        instant(row, "_interval_end"),
        row.getAs("_invoice"),
        row.getAs("_commitment"),
        Boolean.TRUE.equals(row.<Boolean>getAs("_commitment_unused")),
        row.getAs("_split_parent"),
        decimal(row, "_split_cost"),
        decimal(row, "_unused_cost"),
        row.getAs("_instance_type"),
        decimal(row, "_vcpu"),
        decimal(row, "_memory_gib"),
        decimal(row, "_gpu"));
  }

  private static SortedMap<String, String> tags(Row row) {
    int at = row.fieldIndex("tags");
    Map<String, String> tags = row.isNullAt(at) ? Map.of() : row.getJavaMap(at);
    return new TreeMap<>(tags);
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant time) {
    return time == null ? null : Timestamp.from(time);
  }

  // Which of the two a session hands out is its own setting.
  private static @Nullable Instant instant(Row row, String column) {
    Object value = row.getAs(column);
    return value instanceof Timestamp time ? time.toInstant() : (Instant) value;
  }

  private static BigDecimal money(Row row, String column) {
    return Objects.requireNonNull(decimal(row, column), column);
  }

  private static @Nullable BigDecimal decimal(Row row, String column) {
    return row.getAs(column);
  }
}
