package io.tidemark.jobs.definition;

import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.ValueJson;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints an answer: results on stdout in the form asked for, problems on stderr. */
public final class AnswerWriter {

  private static final String RED = "\u001b[31m";
  private static final String YELLOW = "\u001b[33m";
  private static final String PLAIN = "\u001b[0m";

  private final Output output;
  private final boolean quiet;
  private final boolean color;

  /**
   * A writer.
   *
   * @param quiet no warnings and no summary
   * @param color whether problems are coloured
   */
  public AnswerWriter(Output output, boolean quiet, boolean color) {
    this.output = output;
    this.quiet = quiet;
    this.color = color;
  }

  /** Prints results, problems and, for people, a summary. */
  public void write(Answer answer, PrintStream out, PrintStream err) {
    boolean checked = answer.verb().equals(Verb.DOCTOR.words()) && !answer.results().isEmpty();
    if (output == Output.TABLE && checked) {
      print(out, checks(answer));
      return;
    }
    problems(answer, err);
    switch (output) {
      case JSON -> print(out, ValueJson.indented(document(answer)));
      case CSV -> {
        if (answer.exitCode() == 0 || !answer.results().isEmpty()) {
          print(out, csv(answer));
        }
      }
      case TABLE -> {
        // The demo has told its story as it went.
        if (!answer.results().isEmpty() && !answer.verb().equals(Verb.DEMO.words())) {
          print(out, told(answer));
        }
        if (!quiet && !looks(answer)) {
          print(err, summary(answer) + "\n");
        }
      }
    }
  }

  /** Prints the problems of an answer whose result was already printed or is none. */
  public void problems(Answer answer, PrintStream err) {
    for (Problem problem : answer.problems()) {
      if (problem.isError() || !quiet) {
        print(err, line(problem) + "\n");
      }
    }
  }

  /** The document of {@code -o json}, and of a run's result file. */
  public static Map<String, Object> document(Answer answer) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("verb", answer.verb());
    document.put("runId", answer.runId());
    document.put("status", answer.status().word());
    document.put("exitCode", answer.exitCode());
    document.put("results", answer.results());
    document.put("problems", answer.problems().stream().map(AnswerWriter::problem).toList());
    return document;
  }

  /** The one line of a problem: {@code FILE:LINE: error: message; fix}. */
  String line(Problem problem) {
    StringBuilder text = new StringBuilder();
    if (problem.file() != null) {
      text.append(problem.file()).append(problem.line() > 0 ? ":" + problem.line() : "");
      text.append(": ");
    } else if (problem.object() != null) {
      text.append(problem.object()).append(": ");
    }
    String word = problem.severity().word();
    text.append(color ? (problem.isError() ? RED : YELLOW) + word + PLAIN : word);
    text.append(": ").append(oneLine(problem.message()));
    if (problem.fix() != null) {
      text.append("; ").append(oneLine(problem.fix()));
    }
    return text.toString();
  }

  private static Map<String, Object> problem(Problem problem) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("severity", problem.severity().word());
    map.put("code", problem.code());
    map.put("object", problem.object());
    map.put("file", problem.file());
    map.put("line", problem.line() > 0 ? problem.line() : null);
    map.put("message", problem.message());
    map.put("fix", problem.fix());
    return map;
  }

  private static String csv(Answer answer) {
    List<String> columns = columns(answer);
    StringBuilder text = new StringBuilder();
    if (columns.isEmpty()) {
      return "";
    }
    CsvWriter csv = new CsvWriter(text);
    csv.line(columns);
    for (Map<String, Object> row : answer.results()) {
      List<@Nullable String> fields = new ArrayList<>();
      for (String column : columns) {
        fields.add(ValueJson.text(row.get(column)));
      }
      csv.line(fields);
    }
    return text.toString();
  }

  private static String table(Answer answer) {
    List<String> columns = new ArrayList<>(columns(answer));
    columns.removeAll(Verb.of(answer.verb()).map(Verb::wide).orElse(Set.of()));
    List<Boolean> right = new ArrayList<>();
    for (String column : columns) {
      right.add(
          answer.results().stream()
              .map(row -> row.get(column))
              .allMatch(value -> value == null || value instanceof Number));
    }
    TextTable table = new TextTable(columns.stream().map(TextTable::words).toList(), right);
    for (Map<String, Object> row : answer.results()) {
      table.row(columns.stream().map(column -> shown(row.get(column))).toList());
    }
    return table.text();
  }

  private static String told(Answer answer) {
    return switch (Verb.of(answer.verb()).orElse(Verb.LIST)) {
      case DESCRIBE -> list(answer);
      case TRAINING_SET_DIFF -> Reports.diff(answer);
      case TRAINING_SET_EXPLAIN -> Reports.explain(answer);
      case TRAINING_SET_CREATE, SCORING_SET_CREATE -> table(answer) + Reports.explained(answer);
      case KEYS_NEW -> Keys.text(answer);
      case QUARANTINE_SHOW -> QuarantineReport.rows(answer);
      case QUALITY_RUN, QUALITY_GATE -> QualityReports.suites(answer);
      case COST_INGEST -> CostReports.ingested(answer);
      case COST_REPORT -> CostReports.report(answer);
      case COST_BUDGET -> CostReports.budgets(answer);
      default -> table(answer);
    };
  }

  /** A line per check: how it stands, what was seen, and what to do about it. */
  private String checks(Answer answer) {
    StringBuilder text = new StringBuilder();
    for (Map<String, Object> row : answer.results()) {
      String status = String.valueOf(row.get("status"));
      Object fix = row.get("fix");
      text.append(color ? paint(status) : status).append(" ".repeat(6 - status.length()));
      text.append(String.format("%-16s", row.get("check"))).append(row.get("detail"));
      text.append(fix == null ? "" : "; " + fix).append('\n');
    }
    return text.toString();
  }

  private static String paint(String status) {
    return switch (status) {
      case "fail" -> RED + status + PLAIN;
      case "warn" -> YELLOW + status + PLAIN;
      default -> status;
    };
  }

  /** Rows one below the other, a line per field: for the few rows that hold much. */
  private static String list(Answer answer) {
    StringBuilder text = new StringBuilder();
    for (Map<String, Object> row : answer.results()) {
      int width = row.keySet().stream().mapToInt(String::length).max().orElse(0);
      row.forEach(
          (name, value) -> {
            String label = TextTable.words(name);
            text.append(label).append(" ".repeat(width - label.length() + 2));
            if (value instanceof Map<?, ?>) {
              text.append('\n').append(ValueJson.indented(value).indent(2));
            } else {
              text.append(shown(value)).append('\n');
            }
          });
    }
    return text.toString();
  }

  /** Whether the rows say it all. */
  private static boolean looks(Answer answer) {
    return answer.exitCode() == 0
        && (answer.verb().equals(Verb.LIST.words()) || answer.verb().equals(Verb.DESCRIBE.words()));
  }

  private static String shown(@Nullable Object value) {
    if (value == null) {
      return "-";
    }
    if (value instanceof Map<?, ?> map) {
      String text =
          map.entrySet().stream()
              .filter(entry -> !Long.valueOf(0).equals(asLong(entry.getValue())))
              .map(
                  entry -> TextTable.words(String.valueOf(entry.getKey())) + " " + entry.getValue())
              .collect(Collectors.joining(", "));
      return text.isEmpty() ? "0" : text;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(AnswerWriter::shown).collect(Collectors.joining("; "));
    }
    return value.toString();
  }

  private static @Nullable Long asLong(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : null;
  }

  private static List<String> columns(Answer answer) {
    Set<String> columns =
        new LinkedHashSet<>(Verb.of(answer.verb()).map(Verb::columns).orElse(List.of()));
    answer.results().forEach(row -> columns.addAll(row.keySet()));
    return List.copyOf(columns);
  }

  private static String summary(Answer answer) {
    StringBuilder text = new StringBuilder(answer.verb().isEmpty() ? "tidemark" : answer.verb());
    text.append(": ").append(answer.status().word().replace('_', ' '));
    long errors = answer.problems().stream().filter(Problem::isError).count();
    long warnings = answer.problems().size() - errors;
    if (errors > 0) {
      text.append(", ").append(counted(errors, "error"));
    }
    if (warnings > 0) {
      text.append(", ").append(counted(warnings, "warning"));
    }
    if (answer.runId() != null) {
      text.append(" (run ").append(answer.runId()).append(')');
    }
    return text.toString();
  }

  private static String counted(long n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }

  private static void print(PrintStream to, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    to.write(bytes, 0, bytes.length);
    to.flush();
  }
}
