package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.tidemark.jobs.cost.definition.Measure;
import io.tidemark.jobs.cost.ledger.Publication.Standing;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What the bills of a period come to.
 *
 * @param sums currency and cost, {@code USD/effective}, to the sum
 * @param isFinal whether every line that costs something is on an invoice
 */
record BillTotals(SortedMap<String, BigDecimal> sums, boolean isFinal) {

  static BillTotals of(Dataset<Row> lines) {
    Column isOpen =
        Arrays.stream(Measure.values())
            .map(measure -> coalesce(col(measure.column()), lit(0)).notEqual(lit(0)))
            .reduce(lit(false), Column::or)
            .and(col("_invoice").isNull());
    Column[] sums =
        Stream.concat(
                Stream.of(Measure.values()).map(measure -> sum(col(measure.column()))),
                Stream.of(count(when(isOpen, lit(1)))))
            .toArray(Column[]::new);
    SortedMap<String, BigDecimal> byKey = new TreeMap<>();
    boolean isFinal = true;
    // A row per currency.
    for (Row row :
        lines
            .groupBy("currency")
            .agg(sums[0], Arrays.copyOfRange(sums, 1, sums.length))
            .collectAsList()) {
      for (Measure measure : Measure.values()) {
        byKey.put(
            row.getString(0) + "/" + measure.word(),
            row.getDecimal(1 + measure.ordinal()).stripTrailingZeros());
      }
      isFinal &= row.getLong(1 + Measure.values().length) == 0;
    }
    return new BillTotals(byKey, isFinal && !byKey.isEmpty());
  }

  /**
   * How final a version with these totals is.
   *
   * @param before the version that it follows, null for none
   */
  Standing after(@Nullable Publication before) {
    boolean corrects =
        before != null
            && (before.standing() == Standing.CORRECTED
                || (before.standing() == Standing.RECONCILED && !before.sums().equals(sums)));
    if (corrects) {
      return Standing.CORRECTED;
    }
    return isFinal ? Standing.RECONCILED : Standing.ESTIMATED;
  }
}
