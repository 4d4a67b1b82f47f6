package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.str_to_map;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.allocate.Share;
import io.tidemark.jobs.cost.bill.Amounts;
import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.bill.LineDetail;
import io.tidemark.jobs.cost.definition.Dimension;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The ledger while it is worked on: the table's columns but those that only a version has, and of
 * the line what later stages and the proof need.
 */
final class WorkRow {
  static final String PAYER = "_payer";
  static final String ACCOUNT = "_account";
  static final String USAGE_TYPE = "_usage_type";

  /** When the use was that a credit is for: the line's interval, else its charge period. */
  static final String FROM = "_from";

  static final String TO = "_to";
  static final String INVOICED = "_invoiced";

  /** True for one row of each line. */
  static final String FIRST = "_first";

  /** Here a text, {@code team:tag,env:run}: the few that there are make small files. */
  private static final String PROVENANCE = "provenance";

  static final StructType SCHEMA = schema();

  private WorkRow() {}

  private static StructType schema() {
    StructType schema = new StructType();
    for (StructField field : CostTables.LEDGER.schema().fields()) {
      if (field.name().equals(PROVENANCE)) {
        schema = schema.add(PROVENANCE, DataTypes.StringType);
      } else if (!Set.of("status", "version").contains(field.name())) {
        schema = schema.add(field);
      }
    }
    return schema
        .add(PAYER, DataTypes.StringType)
        .add(ACCOUNT, DataTypes.StringType)
        .add(USAGE_TYPE, DataTypes.StringType)
        .add(FROM, DataTypes.TimestampType)
        .add(TO, DataTypes.TimestampType)
        .add(INVOICED, DataTypes.BooleanType)
        .add(FIRST, DataTypes.BooleanType);
  }

  /**
   * What one receiver gets of a line.
   *
   * @param isFirst true for one share of each line
   */
  static Row of(BillLine line, Share share, boolean isFirst) {
    Map<Dimension, String> dimensions = share.attribution().values();
    Amounts amounts = share.amounts();
    return RowFactory.create(
        line.deliveryId(),
        line.line(),
        line.period(),
        hour(line),
        line.service(),
        line.resourceId(),
        line.category().word(),
        share.stage().word(),
        share.method(),
        share.target(),
        share.runId(),
        dimensions.get(Dimension.TEAM),
        dimensions.get(Dimension.PROJECT),
        dimensions.get(Dimension.ENV),
        dimensions.get(Dimension.USE_CASE),
        dimensions.get(Dimension.MODEL),
        amounts.billed(),
        amounts.effective(),
        amounts.netBilled(),
        amounts.netEffective(),
        share.direct(),
        share.idleShare(),
        line.currency(),
        provenance(share.attribution().provenance()),
        line.payerAccount(),
        line.account(),
        line.usageType(),
        time(from(line)),
        time(to(line)),
        line.detail().invoice() != null,
        isFirst);
  }

  /** Rows as the table has them. */
  static Dataset<Row> versioned(Dataset<Row> rows, Column status, int version) {
    return rows.withColumn(
            PROVENANCE,
            map_filter(
                str_to_map(col(PROVENANCE), lit(","), lit(":")),
                (dimension, rule) -> rule.isNotNull()))
        .withColumn("status", status)
        .withColumn("version", lit(version))
        .select(
            Arrays.stream(CostTables.LEDGER.schema().fieldNames())
                .map(functions::col)
                .toArray(Column[]::new));
  }

  private static @Nullable Instant from(BillLine line) {
    Instant interval = line.detail().intervalStart();
    return interval == null ? line.chargeStart() : interval;
  }

  private static @Nullable Instant to(BillLine line) {
    LineDetail detail = line.detail();
    Instant interval = detail.intervalStart() == null ? null : detail.intervalEnd();
    return interval == null ? line.chargeEnd() : interval;
  }

  private static @Nullable Timestamp hour(BillLine line) {
    Instant start = line.chargeStart();
    return start == null ? null : Timestamp.from(start.truncatedTo(ChronoUnit.HOURS));
  }

  private static @Nullable Timestamp time(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }

  private static String provenance(Map<Dimension, String> kinds) {
    return kinds.entrySet().stream()
        .map(each -> each.getKey().word() + ":" + each.getValue())
        .collect(Collectors.joining(","));
  }
}
