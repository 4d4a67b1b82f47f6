package io.tidemark.jobs.cost.ledger;

import io.tidemark.jobs.cost.allocate.Share;
import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.definition.Measure;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** The shares of a line as rows. */
final class LineShares {

  private LineShares() {}

  /**
   * A row per share.
   *
   * @throws IllegalStateException if they do not add up to the line in every cost
   */
  static Stream<Row> rows(BillLine line, List<Share> shares) {
    for (Measure measure : Measure.values()) {
      BigDecimal sum = BigDecimal.ZERO;
      for (Share share : shares) {
        sum = sum.add(share.amounts().get(measure));
      }
      if (shares.isEmpty() || sum.compareTo(line.amounts().get(measure)) != 0) {
        throw new IllegalStateException(
            "line %d of %s costs %s, its %d shares %s"
                .formatted(
                    line.line(),
                    line.deliveryId(),
                    line.amounts().get(measure),
                    shares.size(),
                    sum));
      }
    }
    return IntStream.range(0, shares.size()).mapToObj(i -> WorkRow.of(line, shares.get(i), i == 0));
  }
}
