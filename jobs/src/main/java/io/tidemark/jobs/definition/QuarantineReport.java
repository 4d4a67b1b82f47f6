package io.tidemark.jobs.definition;

import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.ValueJson;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code quarantine show} tells people: each row, and the rules that it fails. */
final class QuarantineReport {

  private QuarantineReport() {}

  static String rows(Answer answer) {
    TextTable table =
        new TextTable(
            List.of("row id", "state", "fails", "row"), List.of(false, false, false, false));
    for (Map<String, Object> row : answer.results()) {
      String fails =
          Reports.maps(row.get("violations")).stream()
              .map(QuarantineReport::violation)
              .collect(Collectors.joining("; "));
      table.row(
          List.of(
              String.valueOf(row.get("rowId")),
              String.valueOf(row.get("state")),
              fails,
              ValueJson.compact(row.get("row"))));
    }
    return table.text();
  }

  private static String violation(Map<?, ?> violation) {
    Object observed = violation.get("observed");
    return violation.get("rule_id") + (observed == null ? "" : ": " + observed);
  }
}
