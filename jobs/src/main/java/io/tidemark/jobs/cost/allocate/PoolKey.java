package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.bill.Category;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tells which lines of a period are split together; never across payers or currencies. */
public sealed interface PoolKey {

  /** A cluster of EMR, an application of EMR Serverless or a virtual cluster of EMR on EKS. */
  record Cluster(@Nullable String payerAccount, String currency, String cluster)
      implements PoolKey {}

  /** A machine in an hour, whose pods the bill measures by split-cost rows. */
  record Machine(@Nullable String payerAccount, String currency, String resource, Instant hour)
      implements PoolKey {}

  /** The cluster a line belongs to: by its tag, else by the ARN of a resource of EMR. */
  static Optional<Cluster> cluster(BillLine line) {
    return EmrResource.of(line)
        .cluster()
        .map(cluster -> new Cluster(line.payerAccount(), line.currency(), cluster));
  }

  /**
   * The machine-hour a line belongs to if split-cost rows tell of that machine: of such a row its
   * parent, of any other line of use its own resource. A line is split by its machine's pods when
   * this key is also the key of a split-cost row.
   */
  static Optional<Machine> machine(BillLine line) {
    String parent = line.detail().splitParent();
    String resource = parent == null ? line.resourceId() : parent;
    Instant start = line.chargeStart();
    if (line.category() != Category.USAGE || resource == null || start == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Machine(
            line.payerAccount(), line.currency(), resource, start.truncatedTo(ChronoUnit.HOURS)));
  }
}
