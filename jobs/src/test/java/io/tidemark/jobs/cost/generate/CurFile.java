package io.tidemark.jobs.cost.generate;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the CSV of a bill as slowly and plainly as can be: a map from column to text per line. */
final class CurFile {

  private CurFile() {}

  static List<Map<String, String>> lines(GeneratedBill bill) throws IOException {
    List<Map<String, String>> lines = new ArrayList<>();
    for (Path file : bill.files()) {
      List<String> text = Files.readAllLines(file);
      List<String> header = values(text.get(0));
      for (String line : text.subList(1, text.size())) {
        List<String> values = values(line);
        if (values.size() != header.size()) {
          throw new IllegalStateException(values.size() + " values: " + line);
        }
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
          row.put(header.get(i), values.get(i));
        }
        lines.add(row);
      }
    }
    return lines;
  }

  static BigDecimal money(Map<String, String> line, String column) {
    String text = line.get(column);
    return text.isEmpty() ? BigDecimal.ZERO : new BigDecimal(text);
  }

  private static List<String> values(String line) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        value.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        values.add(value.toString());
        value.setLength(0);
      } else {
        value.append(c);
      }
    }
    values.add(value.toString());
    return values;
  }
}
