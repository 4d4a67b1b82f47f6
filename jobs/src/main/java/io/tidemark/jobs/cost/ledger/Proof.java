package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.tidemark.jobs.cost.bill.Delivery;
import io.tidemark.lineage.definition.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Whether a ledger, the lines it was made of and the files as they were read come to the same, to
 * the last digit and the last line.
 *
 * @param rows of {@link Reconciliation}
 * @param differences the first ones, in words; empty if there are none
 */
record Proof(Dataset<Row> rows, List<String> differences) {
  private static final int TOLD = 5;

  Proof {
    differences = List.copyOf(differences);
  }

  /**
   * Holds the three against each other.
   *
   * @param ledger with the hidden columns of {@link WorkRow}
   * @param lines of {@code cost.bill_line}
   * @param deliveries that the lines are of
   */
  static Proof of(
      Dataset<Row> ledger, Dataset<Row> lines, List<Delivery> deliveries, WorkFolder work) {
    Dataset<Row> rows =
        work.keep("reconciliation", Reconciliation.of(ledger, lines, deliveries).coalesce(1));
    List<String> differences = new ArrayList<>(lineCounts(ledger, lines, deliveries));
    Dataset<Row> residuals = Reconciliation.residuals(rows);
    for (Row row : residuals.orderBy("cost", "category", "account").limit(TOLD).collectAsList()) {
      differences.add(residual(row));
    }
    long more = differences.isEmpty() ? 0 : residuals.count() - TOLD;
    if (more > 0) {
      differences.add("and " + more + " more");
    }
    return new Proof(rows, differences);
  }

  boolean holds() {
    return differences.isEmpty();
  }

  /** What is to be told of a ledger that does not add up. */
  Problem problem(String period, String object, String consequence) {
    return Problem.error(
        "RESIDUAL",
        object,
        "the ledger of "
            + period
            + " does not add up to its bill: "
            + String.join("; ", differences)
            + "; "
            + consequence,
        "see whether cost.bill_line was changed by hand; ingest the bill again under other files");
  }

  private static List<String> lineCounts(
      Dataset<Row> ledger, Dataset<Row> lines, List<Delivery> deliveries) {
    Map<String, Long> there = counts(lines);
    Map<String, Long> split = counts(ledger.select("delivery_id", "line").distinct());
    List<String> differences = new ArrayList<>();
    for (Delivery each : deliveries) {
      long kept = there.getOrDefault(each.deliveryId(), 0L);
      long inLedger = split.getOrDefault(each.deliveryId(), 0L);
      if (kept != each.lines() || inLedger != each.lines()) {
        differences.add(
            "delivery %s had %d lines, cost.bill_line has %d, the ledger %d"
                .formatted(each.deliveryId(), each.lines(), kept, inLedger));
      }
    }
    return differences;
  }

  private static Map<String, Long> counts(Dataset<Row> rows) {
    Map<String, Long> counts = new HashMap<>();
    // A row per delivery.
    rows.groupBy("delivery_id")
        .agg(count(lit(1)).as("n"))
        .select(col("delivery_id"), col("n"))
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }

  private static String residual(Row row) {
    return "%s %s %s of account %s, payer %s: the ledger has %s, cost.bill_line %s, the files %s"
        .formatted(
            row.<String>getAs("cost"),
            row.<String>getAs("category"),
            row.<String>getAs("currency"),
            row.<String>getAs("account"),
            row.<String>getAs("payer_account"),
            plain(row, "ledger"),
            plain(row, "bill"),
            plain(row, "control"));
  }

  private static String plain(Row row, String column) {
    return row.<BigDecimal>getAs(column).stripTrailingZeros().toPlainString();
  }
}
