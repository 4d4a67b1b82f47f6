package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import io.tidemark.jobs.cost.bill.ControlTotal;
import io.tidemark.jobs.cost.bill.Delivery;
import io.tidemark.jobs.cost.definition.Measure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The ledger beside the lines it was made of, beside what the files themselves added up to when
 * they were read. Net costs are told where a payer's month has some.
 */
final class Reconciliation {
  private static final List<String> KEY =
      List.of("payer_account", "account", "currency", "category", "cost");
  private static final Column ZERO = lit(BigDecimal.ZERO).cast(DataTypes.createDecimalType(38, 18));
  private static final StructType CONTROL =
      new StructType()
          .add("payer_account", DataTypes.StringType)
          .add("account", DataTypes.StringType)
          .add("currency", DataTypes.StringType)
          .add("category", DataTypes.StringType)
          .add("cost", DataTypes.StringType)
          .add("amount", DataTypes.createDecimalType(38, 18));

  private Reconciliation() {}

  /**
   * One row per payer, account, currency, category and cost.
   *
   * @param ledger with the hidden columns of {@link WorkRow}
   * @param lines of {@code cost.bill_line}
   * @return {@code payer_account, account, currency, category, cost, bill, ledger, control}
   */
  static Dataset<Row> of(Dataset<Row> ledger, Dataset<Row> lines, List<Delivery> deliveries) {
    List<ControlTotal> complete = complete(deliveries);
    Dataset<Row> control = control(lines.sparkSession(), complete);
    Dataset<Row> all =
        side(sums(lines, "payer_account", "account"), "bill")
            .unionByName(side(sums(ledger, WorkRow.PAYER, WorkRow.ACCOUNT), "ledger"))
            .unionByName(side(control, "control"));
    Dataset<Row> sides =
        all.groupBy(KEY.stream().map(functions::col).toArray(Column[]::new))
            .agg(total("bill"), total("ledger"), total("control"));
    return complete.stream().anyMatch(total -> isNet(total.cost()))
        ? sides
        : sides.where(col("cost").isin(Measure.BILLED.word(), Measure.EFFECTIVE.word()));
  }

  /** Rows whose three sides are not one. */
  static Dataset<Row> residuals(Dataset<Row> rows) {
    return rows.where(col("ledger").notEqual(col("bill")).or(col("bill").notEqual(col("control"))));
  }

  /** Net is told of all deliveries or of none; each knows which of its payers are net. */
  private static List<ControlTotal> complete(List<Delivery> deliveries) {
    boolean net =
        deliveries.stream()
            .flatMap(each -> each.totals().stream())
            .anyMatch(total -> isNet(total.cost()));
    return deliveries.stream()
        .flatMap(each -> (net ? withNet(each.totals()) : each.totals()).stream())
        .toList();
  }

  /** The totals of a delivery, with net ones of every payer: where none are said, net is gross. */
  private static List<ControlTotal> withNet(List<ControlTotal> totals) {
    Set<String> net = new HashSet<>();
    for (ControlTotal total : totals) {
      if (isNet(total.cost())) {
        net.add(payer(total.payerAccount()));
      }
    }
    List<ControlTotal> complete = new ArrayList<>(totals);
    for (ControlTotal total : totals) {
      if (!net.contains(payer(total.payerAccount()))) {
        Measure twin = total.cost() == Measure.BILLED ? Measure.NET_BILLED : Measure.NET_EFFECTIVE;
        complete.add(
            new ControlTotal(
                total.payerAccount(),
                total.account(),
                total.currency(),
                total.category(),
                twin,
                total.amount()));
      }
    }
    return complete;
  }

  private static boolean isNet(Measure measure) {
    return measure == Measure.NET_BILLED || measure == Measure.NET_EFFECTIVE;
  }

  private static String payer(@Nullable String payer) {
    return payer == null ? "" : payer;
  }

  private static Dataset<Row> sums(Dataset<Row> rows, String payer, String account) {
    Column[] costs =
        Arrays.stream(Measure.values())
            .map(m -> sum(col(m.column())).as(m.column()))
            .toArray(Column[]::new);
    Dataset<Row> wide =
        rows.groupBy(
                col(payer).as("payer_account"),
                col(account).as("account"),
                col("currency"),
                col("category"))
            .agg(costs[0], Arrays.copyOfRange(costs, 1, costs.length));
    Column[] each =
        Arrays.stream(Measure.values())
            .map(m -> struct(lit(m.word()).as("cost"), col(m.column()).as("amount")))
            .toArray(Column[]::new);
    return wide.select(
            col("payer_account"),
            col("account"),
            col("currency"),
            col("category"),
            explode(array(each)).as("each"))
        .select("payer_account", "account", "currency", "category", "each.cost", "each.amount");
  }

  /** The amounts as one side of three. */
  private static Dataset<Row> side(Dataset<Row> amounts, String side) {
    Dataset<Row> sides = amounts;
    for (String each : List.of("bill", "ledger", "control")) {
      sides = sides.withColumn(each, each.equals(side) ? col("amount") : ZERO);
    }
    return sides.drop("amount");
  }

  private static Column total(String side) {
    return sum(col(side)).cast(DataTypes.createDecimalType(38, 18)).as(side);
  }

  private static Dataset<Row> control(SparkSession spark, List<ControlTotal> totals) {
    List<Row> rows =
        totals.stream()
            .map(
                total ->
                    RowFactory.create(
                        total.payerAccount(),
                        total.account(),
                        total.currency(),
                        total.category().word(),
                        total.cost().word(),
                        total.amount()))
            .toList();
    return spark.createDataFrame(rows, CONTROL);
  }
}
