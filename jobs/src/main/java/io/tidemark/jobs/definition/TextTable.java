package io.tidemark.jobs.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows in aligned columns, for people. */
public final class TextTable {

  private final List<String> header;
  private final List<Boolean> right;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * An empty table.
   *
   * @param right which columns stand to the right, as numbers do
   */
  public TextTable(List<String> header, List<Boolean> right) {
    this.header = header.stream().map(TextTable::cell).toList();
    this.right = List.copyOf(right);
  }

  /** Adds a row; null is shown as {@code NULL}. */
  public void row(List<? extends @Nullable String> fields) {
    List<String> row = new ArrayList<>(fields.size());
    for (String field : fields) {
      row.add(field == null ? "NULL" : cell(field));
    }
    rows.add(row);
  }

  /** A column's name in words: {@code rowsAdded} is "rows added". */
  public static String words(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1 $2").replace('_', ' ').toLowerCase(Locale.ROOT);
  }

  /** The table, a line per row, under a header and a rule. */
  public String text() {
    int[] widths = new int[header.size()];
    widen(widths, header);
    rows.forEach(row -> widen(widths, row));
    StringBuilder text = new StringBuilder();
    line(text, header, widths);
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("-".repeat(width));
    }
    line(text, rule, widths);
    rows.forEach(row -> line(text, row, widths));
    return text.toString();
  }

  private void line(StringBuilder text, List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String field = row.get(i);
      String space = " ".repeat(widths[i] - length(field));
      line.append(i > 0 ? "  " : "").append(right.get(i) ? space + field : field + space);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static void widen(int[] widths, List<String> row) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], length(row.get(i)));
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String cell(String text) {
    StringBuilder cell = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> cell.append("\\n");
        case '\r' -> cell.append("\\r");
        case '\t' -> cell.append("\\t");
        default -> {
          if (Character.isISOControl(c)) {
            cell.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            cell.append(c);
          }
        }
      }
    }
    return cell.toString();
  }
}
