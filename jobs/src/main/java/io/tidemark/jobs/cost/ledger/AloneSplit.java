package io.tidemark.jobs.cost.ledger;

import io.tidemark.jobs.cost.allocate.LineAllocator;
import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.bill.BillLines;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Places lines of no pool, each by itself. */
final class AloneSplit implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final Rules rules;

  AloneSplit(Rules rules) {
    this.rules = rules;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    LineAllocator allocator = rules.allocator();
    return Flattened.of(
        rows,
        row -> {
          BillLine line = BillLines.of(row);
          return LineShares.rows(line, allocator.alone(line)).iterator();
        });
  }
}
