package io.tidemark.jobs.cost.ledger;

import io.tidemark.jobs.cost.allocate.LateStages;
import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.bill.BillLines;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Splits lines that are everybody's among the teams that have cost of their own. */
final class SharedSplit implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final Rules rules;
  private final HashMap<String, HashMap<String, BigDecimal>> measures;

  /**
   * @param measures currency to team to its measure in the stages direct, usage and idle
   */
  SharedSplit(Rules rules, Map<String, Map<String, BigDecimal>> measures) {
    this.rules = rules;
    this.measures = new HashMap<>();
    measures.forEach((currency, teams) -> this.measures.put(currency, new HashMap<>(teams)));
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    LateStages stages = rules.lateStages();
    return Flattened.of(
        rows,
        row -> {
          BillLine line = BillLines.of(row);
          Map<String, BigDecimal> teams = measures.getOrDefault(line.currency(), new HashMap<>());
          return LineShares.rows(line, stages.shared(line, teams)).iterator();
        });
  }
}
