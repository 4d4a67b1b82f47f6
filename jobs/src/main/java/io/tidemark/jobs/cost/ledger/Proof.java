package io.tidemark.jobs.cost.ledger;

import io.tidemark.jobs.cost.bill.Delivery;
import io.tidemark.lineage.definition.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Whether a ledger, the lines it was made of and the files as they were read come to the same, to
 * the last digit and the last line.
 *
 * @param totals what the bills come to
 * @param differences the first ones, in words; empty if there are none
 */
record Proof(Reconciliation reconciliation, BillTotals totals, List<String> differences) {
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
  static Proof of(Dataset<Row> ledger, Dataset<Row> lines, List<Delivery> deliveries) {
    LineSums split = LineSums.ofLedger(ledger);
    LineSums bill = LineSums.ofBill(lines);
    Reconciliation reconciliation = Reconciliation.of(split, bill, deliveries);
    List<String> differences = new ArrayList<>(lineCounts(split, bill, deliveries));
    List<Reconciliation.Entry> residuals = reconciliation.residuals();
    residuals.stream().limit(TOLD).map(Proof::residual).forEach(differences::add);
    if (residuals.size() > TOLD) {
      differences.add("and " + (residuals.size() - TOLD) + " more");
    }
    return new Proof(reconciliation, BillTotals.of(bill), differences);
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
      LineSums ledger, LineSums bill, List<Delivery> deliveries) {
    Map<String, Long> there = bill.lines();
    Map<String, Long> split = ledger.lines();
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

  private static String residual(Reconciliation.Entry entry) {
    LineSums.Key key = entry.key();
    return "%s %s %s of account %s, payer %s: the ledger has %s, cost.bill_line %s, the files %s"
        .formatted(
            entry.cost().word(),
            key.category(),
            key.currency(),
            key.account(),
            key.payerAccount(),
            plain(entry.ledger()),
            plain(entry.bill()),
            plain(entry.control()));
  }

  private static String plain(BigDecimal amount) {
    return amount.stripTrailingZeros().toPlainString();
  }
}
