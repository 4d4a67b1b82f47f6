package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.tidemark.jobs.cost.definition.Measure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What lines add up to: as many sums as a bill has accounts, times categories.
 *
 * @param groups the sums
 */
record LineSums(List<Group> groups) {

  /** Whose lines are added up, of which kind. */
  record Key(
      @Nullable String payerAccount, @Nullable String account, String currency, String category) {}

  /**
   * The sums of some lines.
   *
   * @param lines how many
   * @param open how many of them cost something and are on no invoice
   */
  record Group(
      String deliveryId, Key key, long lines, long open, Map<Measure, BigDecimal> amounts) {
    Group {
      amounts = Map.copyOf(amounts);
    }
  }

  LineSums {
    groups = List.copyOf(groups);
  }

  /** Of lines of {@code cost.bill_line}. */
  static LineSums ofBill(Dataset<Row> lines) {
    Column isOpen =
        Arrays.stream(Measure.values())
            .map(measure -> coalesce(col(measure.column()), lit(0)).notEqual(lit(0)))
            .reduce(lit(false), Column::or)
            .and(col("_invoice").isNull());
    return of(
        lines, col("payer_account"), col("account"), count(lit(1)), count(when(isOpen, lit(1))));
  }

  /** Of a ledger with the hidden columns of {@link WorkRow}. */
  static LineSums ofLedger(Dataset<Row> ledger) {
    return of(
        ledger,
        col(WorkRow.PAYER),
        col(WorkRow.ACCOUNT),
        count(when(col(WorkRow.FIRST), lit(1))),
        lit(0L));
  }

  /** How many lines each delivery has. */
  Map<String, Long> lines() {
    Map<String, Long> lines = new HashMap<>();
    groups.forEach(each -> lines.merge(each.deliveryId(), each.lines(), Long::sum));
    return lines;
  }

  private static LineSums of(
      Dataset<Row> rows, Column payer, Column account, Column lines, Column open) {
    Column[] sums =
        Stream.concat(
                Stream.of(open.as("open")),
                Stream.of(Measure.values()).map(each -> sum(col(each.column()))))
            .toArray(Column[]::new);
    List<Group> groups = new ArrayList<>();
    // A row per account and category.
    for (Row row :
        rows.groupBy(col("delivery_id"), payer, account, col("currency"), col("category"))
            .agg(lines.as("lines"), sums)
            .collectAsList()) {
      groups.add(group(row));
    }
    return new LineSums(groups);
  }

  private static Group group(Row row) {
    int next = 5;
    long lines = row.getLong(next++);
    long open = row.getLong(next++);
    Map<Measure, BigDecimal> amounts = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      amounts.put(measure, Objects.requireNonNullElse(row.getDecimal(next++), BigDecimal.ZERO));
    }
    return new Group(
        row.getString(0),
        new Key(text(row, 1), text(row, 2), row.getString(3), row.getString(4)),
        lines,
        open,
        amounts);
  }

  private static @Nullable String text(Row row, int at) {
    return row.isNullAt(at) ? null : row.getString(at);
  }
}
