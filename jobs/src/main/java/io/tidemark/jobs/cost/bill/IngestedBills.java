package io.tidemark.jobs.cost.bill;

import io.tidemark.lineage.definition.Problem;
import java.util.List;
import java.util.Map;

/**
 * What an ingest of bills has to say.
 *
 * @param results one per bill that was not refused: {@code bill, period, delivery, lines, status}
 * @param problems an error per refused bill, which makes the exit code 2; warnings
 */
public record IngestedBills(List<Map<String, Object>> results, List<Problem> problems) {
  public IngestedBills {
    results = List.copyOf(results);
    problems = List.copyOf(problems);
  }
}
