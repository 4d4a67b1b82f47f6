package io.tidemark.jobs;

import io.tidemark.jobs.definition.TextTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells whose January's cost was.
 *
 * @param teams rows of {@code cost report} by team, with what the restatement changed
 * @param useCases its rows by use case
 * @param models its rows by model
 * @param sums the bill and the ledger, each summed up by itself
 */
record DemoMonthStory(
    List<Map<String, Object>> teams,
    List<Map<String, Object>> useCases,
    List<Map<String, Object>> models,
    List<Map<String, Object>> sums) {

  String text() {
    return """
    8. tidemark cost ingest; tidemark cost attribute; tidemark cost report --by team
       Whose January's cloud bill is, by what each team's Spark applications held:
    %s
       It had been estimated first; what the final bill means for each team:
    %s
       Every line is there to the last digit, or nothing would have been published:
    %s
    """
        .formatted(indented(spent()), indented(changes()), indented(sides()));
  }

  private TextTable spent() {
    TextTable table =
        new TextTable(List.of("", "cost", "of it idle", "share"), List.of(false, true, true, true));
    add(table, "team", teams);
    add(table, "use_case", useCases);
    add(table, "model", models);
    return table;
  }

  private TextTable changes() {
    TextTable table =
        new TextTable(
            List.of("team", "estimated", "final", "change"), List.of(false, true, true, true));
    for (Map<String, Object> row : section(teams, "changes")) {
      table.row(
          List.of(
              shown(row.get("team")),
              cents(row, "before"),
              cents(row, "cost"),
              cents(row, "change")));
    }
    return table;
  }

  private TextTable sides() {
    TextTable table =
        new TextTable(
            List.of("SELECT sum(effective_cost)", "rows", "sum"), List.of(false, true, true));
    for (Map<String, Object> row : sums) {
      table.row(List.of("FROM " + row.get("side"), shown(row.get("rows")), shown(row.get("cost"))));
    }
    return table;
  }

  private static void add(TextTable table, String by, List<Map<String, Object>> rows) {
    for (Map<String, Object> row : section(rows, "cost")) {
      table.row(
          List.of(
              by + " " + shown(row.get(by)),
              cents(row, "cost"),
              cents(row, "idle"),
              percent(row, "share")));
    }
  }

  private static List<Map<String, Object>> section(List<Map<String, Object>> rows, String name) {
    return rows.stream().filter(row -> name.equals(row.get("section"))).toList();
  }

  private static String indented(TextTable table) {
    return table.text().indent(3).stripTrailing();
  }

  private static String shown(@Nullable Object value) {
    return value == null ? "(none)" : value.toString();
  }

  private static String cents(Map<String, Object> row, String field) {
    return number(row, field).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static String percent(Map<String, Object> row, String field) {
    return number(row, field).movePointRight(2).setScale(1, RoundingMode.HALF_EVEN).toPlainString()
        + " %";
  }

  private static BigDecimal number(Map<String, Object> row, String field) {
    return new BigDecimal(shown(row.get(field)));
  }
}
