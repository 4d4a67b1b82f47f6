package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.bill.Delivery;
import io.tidemark.jobs.cost.definition.Measure;
import io.tidemark.jobs.cost.ledger.Publication.Standing;
import io.tidemark.lineage.AppendSpec;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.quality.store.Appends;
import java.util.OptionalInt;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Publishes versions of periods. A version's number is taken by the commit of its reconciliation,
 * which of several runs only one can make; its last commit is the ledger's, with which it becomes
 * current. A run that dies before that has published nothing and used up a number.
 */
final class Publisher {
  private static final int ATTEMPTS = 50;

  private final Run run;
  private final Publications publications;
  private final ObjectCosts objectCosts;

  Publisher(Run run, Publications publications, Measure measure) {
    this.run = run;
    this.publications = publications;
    this.objectCosts = new ObjectCosts(run, measure);
  }

  /**
   * Publishes a ledger that is proven.
   *
   * @return the version; empty if another run has published the same meanwhile
   */
  OptionalInt publish(PeriodInputs inputs, Dataset<Row> ledger, Proof proof) {
    String period = inputs.period();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      PinnedTable reconciliation = run.newest(CostTables.RECONCILIATION.ref());
      @Nullable Publication before = publications.current(period).orElse(null);
      if (before != null && before.inputs().equals(inputs.hash())) {
        return OptionalInt.empty();
      }
      int version =
          1 + Math.max(publications.highest(reconciliation, period), publications.highest(period));
      if (isTaken(reconciliation, proof.reconciliation().rows(run, period, version))) {
        continue;
      }
      Standing standing = proof.totals().after(before);
      Appends.append(
          run,
          CostTables.OBJECT_COST.ref(),
          objectCosts.table(objectCosts.of(period, ledger, version)));
      Publication publication =
          new Publication(
              period,
              version,
              inputs.hash(),
              inputs.deliveries().stream().map(Delivery::deliveryId).toList(),
              standing,
              proof.totals().sums());
      run.event(Publication.ACTION, publication.object(), publication.payload());
      run.flush();
      return appended(inputs, WorkRow.versioned(ledger, status(standing), version), version);
    }
    throw busy();
  }

  private static Refusal busy() {
    return Refusal.of(
        "TABLE_BUSY",
        null,
        ATTEMPTS + " other runs have published meanwhile",
        "run it again when they are done");
  }

  /** The commit that makes a version current, unless another run's with the same inputs is. */
  private OptionalInt appended(PeriodInputs inputs, Dataset<Row> rows, int version) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      PinnedTable newest = run.newest(CostTables.LEDGER.ref());
      @Nullable Publication now = publications.current(inputs.period()).orElse(null);
      if (now != null && now.inputs().equals(inputs.hash())) {
        return OptionalInt.empty();
      }
      AppendSpec next = new AppendSpec(newest.version(), run.newestSeq(newest) + 1);
      if (run.append(newest.ref(), rows, next).isPresent()) {
        return OptionalInt.of(version);
      }
    }
    throw busy();
  }

  private boolean isTaken(PinnedTable reconciliation, Dataset<Row> rows) {
    AppendSpec next = new AppendSpec(reconciliation.version(), run.newestSeq(reconciliation) + 1);
    return run.append(reconciliation.ref(), rows, next).isEmpty();
  }

  private static Column status(Standing standing) {
    return standing == Standing.CORRECTED
        ? lit(standing.word())
        : when(col(WorkRow.INVOICED), lit(Standing.RECONCILED.word()))
            .otherwise(lit(Standing.ESTIMATED.word()));
  }
}
