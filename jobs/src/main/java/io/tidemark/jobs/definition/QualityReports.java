package io.tidemark.jobs.definition;

import io.tidemark.lineage.definition.Answer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code quality run} and {@code gate} tell people: a verdict per suite, and its rules. */
final class QualityReports {

  /** More segments than these say nothing to a reader. */
  private static final int SEGMENTS_SHOWN = 10;

  private static final MathContext DIGITS = new MathContext(6);

  private QualityReports() {}

  static String suites(Answer answer) {
    StringBuilder text = new StringBuilder();
    for (Map<String, Object> suite : answer.results()) {
      text.append(text.isEmpty() ? "" : "\n").append(suite(suite));
    }
    return text.toString();
  }

  private static String suite(Map<String, Object> suite) {
    Object version = suite.get("version");
    String head =
        "%s: %s  (%s%s)\n"
            .formatted(
                suite.get("suite"),
                String.valueOf(suite.get("verdict")).toUpperCase(Locale.ROOT),
                suite.get("object"),
                version == null ? "" : "@" + version);
    List<Map<?, ?>> rules = Reports.maps(suite.get("rules"));
    if (rules.isEmpty()) {
      return head;
    }
    TextTable table =
        new TextTable(
            List.of("rule", "severity", "outcome", "rows", "failed", "value", "bounds", "message"),
            List.of(false, false, false, true, true, true, false, false));
    int hidden = 0;
    int segments = 0;
    for (Map<?, ?> rule : rules) {
      if (rule.get("segment") == null) {
        table.row(row(rule, String.valueOf(rule.get("rule"))));
      } else if (!"pass".equals(rule.get("outcome")) && segments++ < SEGMENTS_SHOWN) {
        table.row(row(rule, "  " + rule.get("rule") + " " + rule.get("segment")));
      } else {
        hidden++;
      }
    }
    return head
        + table.text()
        + (hidden == 0 ? "" : hidden + " more segments: quality history, or -o json\n");
  }

  private static List<String> row(Map<?, ?> rule, String name) {
    List<String> row = new ArrayList<>(List.of(name));
    row.add(String.valueOf(rule.get("severity")));
    row.add(String.valueOf(rule.get("outcome")));
    row.add(shown(rule.get("rowsEvaluated")));
    row.add(shown(rule.get("rowsFailed")));
    row.add(shown(rule.get("value")));
    row.add(bounds(rule));
    row.add(rule.get("message") == null ? "" : String.valueOf(rule.get("message")));
    return row;
  }

  private static String bounds(Map<?, ?> rule) {
    Object lower = rule.get("lower");
    Object upper = rule.get("upper");
    if (lower == null && upper == null) {
      return "";
    }
    return (lower == null ? "" : shown(lower)) + " .. " + (upper == null ? "" : shown(upper));
  }

  private static String shown(@Nullable Object value) {
    if (value == null) {
      return "-";
    }
    if (value instanceof Double number && Double.isFinite(number)) {
      BigDecimal rounded = new BigDecimal(number).round(DIGITS);
      return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
    return value.toString();
  }
}
