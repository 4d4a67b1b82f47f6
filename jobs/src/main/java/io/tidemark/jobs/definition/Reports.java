package io.tidemark.jobs.definition;

import io.tidemark.lineage.definition.Answer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@code training-set diff} and {@code explain} tell people: more than one table can. */
final class Reports {

  private Reports() {}

  /** How many rows change, in which columns, and some of them. */
  static String diff(Answer answer) {
    Map<String, Object> result = answer.results().get(0);
    StringBuilder text = new StringBuilder();
    text.append(
        "%s@%s: %s of %s rows change as corrected, with all that is known today\n"
            .formatted(
                result.get("name"),
                result.get("version"),
                result.get("rowsChanged"),
                result.get("rows")));
    TextTable columns = new TextTable(List.of("column", "rows changed"), List.of(false, true));
    for (Map<?, ?> column : maps(result.get("columns"))) {
      columns.row(List.of(text(column, "name"), text(column, "changed")));
    }
    text.append('\n').append(columns.text());
    List<Map<?, ?>> examples = maps(result.get("examples"));
    if (!examples.isEmpty()) {
      text.append('\n').append(examples(examples));
    }
    return text.toString();
  }

  private static String examples(List<Map<?, ?>> examples) {
    TextTable table =
        new TextTable(
            List.of("example", "time", "column", "as known", "as corrected"),
            List.of(false, false, false, true, true));
    for (Map<?, ?> example : examples) {
      String keys =
          example.get("keys") instanceof Map<?, ?> map
              ? map.entrySet().stream()
                  .map(key -> key.getKey() + " " + key.getValue())
                  .collect(Collectors.joining(", "))
              : "";
      List<@Nullable String> row = new ArrayList<>();
      row.add(keys);
      for (String name : List.of("time", "column", "asKnown", "asCorrected")) {
        Object value = example.get(name);
        row.add(value == null ? null : value.toString());
      }
      table.row(row);
    }
    return table.text();
  }

  /** Why rows found something or nothing, by view; then what share did, by month. */
  static String explain(Answer answer) {
    List<String> figures =
        List.of("view", "way", "rows", "matched", "deleted", "expired", "notYetKnown", "missing");
    TextTable views =
        new TextTable(
            figures.stream().map(TextTable::words).toList(),
            List.of(false, false, true, true, true, true, true, true));
    Set<String> months = new LinkedHashSet<>();
    List<String> header = new ArrayList<>(List.of("month", "rows"));
    List<Boolean> right = new ArrayList<>(List.of(false, true));
    for (Map<String, Object> view : answer.results()) {
      views.row(figures.stream().map(name -> text(view, name)).toList());
      header.add(text(view, "view"));
      right.add(true);
      maps(view.get("coverage")).forEach(month -> months.add(text(month, "month")));
    }
    TextTable coverage = new TextTable(header, right);
    for (String month : months) {
      List<String> row = new ArrayList<>(List.of(month));
      for (Map<String, Object> view : answer.results()) {
        for (Map<?, ?> each : maps(view.get("coverage"))) {
          if (text(each, "month").equals(month)) {
            if (row.size() == 1) {
              row.add(text(each, "rows"));
            }
            row.add(share(each));
          }
        }
      }
      coverage.row(row);
    }
    Map<String, Object> first = answer.results().get(0);
    return text(first, "name")
        + "@"
        + text(first, "version")
        + "\n\n"
        + views.text()
        + reasons(answer)
        + reading(answer)
        + (months.isEmpty() ? "" : "\n" + coverage.text());
  }

  private static String reasons(Answer answer) {
    return answer.results().stream().map(Reports::reason).collect(Collectors.joining());
  }

  private static String reason(Map<?, ?> view) {
    return view.get("why") == null
        ? ""
        : "%s is answered the %s way: %s\n"
            .formatted(view.get("view"), view.get("way"), view.get("why"));
  }

  private static String reading(Answer answer) {
    return answer.results().stream()
        .map(view -> view.get("read") instanceof Map<?, ?> read ? read(view, read) : "")
        .collect(Collectors.joining());
  }

  private static String read(Map<?, ?> view, Map<?, ?> read) {
    return "%s: read %s of %s files, %s of their %s row groups, %s of %s bytes, %s rows%s\n"
        .formatted(
            view.get("view"),
            read.get("filesRead"),
            read.get("files"),
            read.get("rowGroupsRead"),
            read.get("rowGroups"),
            read.get("bytesRead"),
            read.get("bytes"),
            read.get("rowsRead"),
            Long.valueOf(0).equals(read.get("rowsPerSecond"))
                ? ""
                : ", " + read.get("rowsPerSecond") + " a second");
  }

  /** How the views of a set were answered, if that was asked. */
  static String explained(Answer answer) {
    StringBuilder text = new StringBuilder();
    for (Map<String, Object> result : answer.results()) {
      for (Map<?, ?> view : maps(result.get("explained"))) {
        text.append(reason(view)).append(view.containsKey("files") ? read(view, view) : "");
      }
    }
    return text.toString();
  }

  private static String share(Map<?, ?> month) {
    long rows = Long.parseLong(text(month, "rows"));
    long matched = Long.parseLong(text(month, "matched"));
    return String.format(Locale.ROOT, "%.1f %%", rows == 0 ? 0.0 : 100.0 * matched / rows);
  }

  private static String text(Map<?, ?> of, String name) {
    return String.valueOf(of.get(name));
  }

  /** The maps of a list. */
  static List<Map<?, ?>> maps(@Nullable Object list) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (list instanceof List<?> values) {
      for (Object value : values) {
        if (value instanceof Map<?, ?> map) {
          maps.add(map);
        }
      }
    }
    return maps;
  }
}
