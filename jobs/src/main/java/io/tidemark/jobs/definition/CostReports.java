package io.tidemark.jobs.definition;

import io.tidemark.lineage.definition.Answer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the verbs of cost tell people: a table for each part, amounts to the cent. */
final class CostReports {

  /** What is told to the cent; the other forms of output have every digit. */
  private static final Set<String> AMOUNTS =
      Set.of(
          "direct",
          "idleShare",
          "idle",
          "cost",
          "before",
          "change",
          "usual",
          "costPerRun",
          "amount",
          "actual",
          "forecast");

  private static final Set<String> PERCENTS = Set.of("share", "used");
  private static final int CENTS = 2;
  private static final int UNIT_DIGITS = 6;

  private CostReports() {}

  /** The parts of a report, one below the other, those with nothing to tell left out. */
  static String report(Answer answer) {
    Map<String, List<Map<String, Object>>> sections = new LinkedHashMap<>();
    for (Map<String, Object> row : answer.results()) {
      sections.computeIfAbsent(String.valueOf(row.get("section")), k -> new ArrayList<>()).add(row);
    }
    StringBuilder text = new StringBuilder();
    for (ReportSection section : ReportSection.values()) {
      List<Map<String, Object>> rows = sections.get(section.word());
      if (rows != null) {
        text.append(text.isEmpty() ? "" : "\n").append(section(section, rows));
      }
    }
    return text.toString();
  }

  private static String section(ReportSection section, List<Map<String, Object>> rows) {
    return switch (section) {
      case COST -> table("Cost", withTotals(rows));
      case CHANGES -> table("Changed since it was published before", withTotals(rows));
      case RUNS -> table("Runs, by how they ended", rows);
      case UNITS -> table("What rows cost", rows);
      case TAGS -> table("What tags and rules leave open", rows);
      case ANOMALIES -> table("Days that cost more than such days do", rows);
      case UNBILLED -> table("Clusters that ran and that no bill knows", rows);
      case RECONCILIATION ->
          rows.stream().map(CostReports::reconciled).collect(Collectors.joining());
    };
  }

  /** The budgets, a line each. */
  static String budgets(Answer answer) {
    return table(answer.results());
  }

  /** The bills that were taken in, then the event logs. */
  static String ingested(Answer answer) {
    Map<Boolean, List<Map<String, Object>>> parts =
        answer.results().stream()
            .collect(Collectors.partitioningBy(row -> row.containsKey("bill")));
    return List.of(parts.get(true), parts.get(false)).stream()
        .filter(rows -> !rows.isEmpty())
        .map(CostReports::table)
        .collect(Collectors.joining("\n"));
  }

  private static String reconciled(Map<String, Object> row) {
    BigDecimal residual = number(row.get("residual"));
    return "%s version %s, %s, %s: bill %s, ledger %s, residual %s%s\n"
        .formatted(
            row.get("period"),
            row.get("version"),
            row.get("currency"),
            row.get("measure"),
            plain(row.get("bill")),
            plain(row.get("ledger")),
            plain(row.get("residual")),
            residual == null || residual.signum() != 0 ? "  DIFFERS" : "");
  }

  /** The rows, and where there are several of a currency their sum below them. */
  private static List<Map<String, Object>> withTotals(List<Map<String, Object>> rows) {
    Map<String, List<Map<String, Object>>> groups = new LinkedHashMap<>();
    Function<Map<String, Object>, String> group =
        row -> row.get("currency") + "/" + (row.containsKey("toVersion") ? row.get("period") : "");
    rows.forEach(
        row -> groups.computeIfAbsent(group.apply(row), none -> new ArrayList<>()).add(row));
    List<Map<String, Object>> told = new ArrayList<>();
    for (List<Map<String, Object>> each : groups.values()) {
      told.addAll(each);
      if (each.size() > 1) {
        told.add(total(each));
      }
    }
    return told;
  }

  private static Map<String, Object> total(List<Map<String, Object>> rows) {
    Map<String, @Nullable Object> total = new LinkedHashMap<>();
    boolean named = false;
    for (String column : rows.get(0).keySet()) {
      Object first = rows.get(0).get(column);
      if (AMOUNTS.contains(column) || PERCENTS.contains(column)) {
        total.put(column, first == null ? null : sum(rows, column));
      } else if (column.equals("currency") || column.equals("section")) {
        total.put(column, first);
      } else {
        total.put(column, named ? "" : "total");
        named = true;
      }
    }
    return total;
  }

  private static BigDecimal sum(List<Map<String, Object>> rows, String column) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map<String, Object> row : rows) {
      BigDecimal each = number(row.get(column));
      sum = each == null ? sum : sum.add(each);
    }
    return sum;
  }

  private static String table(String title, List<Map<String, Object>> rows) {
    return title + "\n\n" + table(rows);
  }

  private static String table(List<Map<String, Object>> rows) {
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> columns.addAll(row.keySet()));
    columns.remove("section");
    List<Boolean> right = new ArrayList<>();
    for (String column : columns) {
      right.add(
          rows.stream()
              .map(row -> row.get(column))
              .allMatch(each -> each == null || each instanceof Number));
    }
    TextTable table = new TextTable(columns.stream().map(TextTable::words).toList(), right);
    for (Map<String, Object> row : rows) {
      table.row(columns.stream().map(column -> shown(column, row.get(column))).toList());
    }
    return table.text();
  }

  private static String shown(String column, @Nullable Object value) {
    BigDecimal number = number(value);
    if (value == null) {
      return "-";
    }
    if (number != null && AMOUNTS.contains(column)) {
      return String.format(Locale.ROOT, "%,.2f", number.setScale(CENTS, RoundingMode.HALF_EVEN));
    }
    if (number != null && PERCENTS.contains(column)) {
      return number.movePointRight(2).setScale(1, RoundingMode.HALF_EVEN) + " %";
    }
    if (number != null && column.equals("costPerUnit")) {
      return number.setScale(UNIT_DIGITS, RoundingMode.HALF_EVEN).toPlainString();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(CostReports::plain).collect(Collectors.joining(", "));
    }
    return plain(value);
  }

  private static String plain(@Nullable Object value) {
    return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
  }

  private static @Nullable BigDecimal number(@Nullable Object value) {
    return value instanceof BigDecimal number ? number : null;
  }
}
