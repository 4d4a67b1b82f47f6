package io.tidemark.jobs;

import io.tidemark.jobs.definition.Shell;
import io.tidemark.jobs.definition.TextTable;
import io.tidemark.jobs.demo.Generated;
import io.tidemark.jobs.demo.Table;
import io.tidemark.lineage.definition.Answer;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells a newcomer what the demo does, as it does it. */
final class DemoStory {

  private static final int SHOWN = 5;

  private final PrintStream out;
  private final String named;
  private final Path folder;

  /**
   * A story.
   *
   * @param named the folder as it was typed, for commands that work where the reader stands
   */
  DemoStory(PrintStream out, String named, Path folder) {
    this.out = out;
    this.named = named;
    this.folder = folder;
  }

  void begin() {
    say(
        """
        A bank wants to foretell which loans default, from what it knew when the customer applied.
        All of it happens in %s, on generated data.
        """,
        folder);
  }

  void data(Generated data, boolean made) {
    say(
        """
        1. The data%s
           %,d customers, %,d card payments, %,d weekly reports of a credit bureau,
           %,d account balances, %,d loan applications in %d days, as CSV files in data/.
        """,
        made ? "" : ": there already",
        data.knobs().customers(),
        data.rows(Table.CARD_PAYMENTS),
        data.rows(Table.BUREAU_REPORTS),
        data.rows(Table.ACCOUNTS),
        data.rows(Table.LOAN_APPLICATIONS),
        data.knobs().days());
  }

  void applied(Answer answer) {
    long created =
        answer.results().stream().filter(each -> "created".equals(each.get("change"))).count();
    say(
        """
        2. tidemark apply
           %s
           An applied version never changes its meaning: an edit needs the next version.
        """,
        created > 0
            ? created + " definitions of *.yaml are registered now, and their tables are made."
            : "All definitions are registered already.");
  }

  void materialized(Answer answer, LocalDate from, LocalDate to) {
    TextTable table =
        new TextTable(
            List.of("view", "rows read", "added", "there already", "withheld"),
            List.of(false, true, true, true, true));
    for (Map<String, Object> row : answer.results()) {
      table.row(
          List.of(
              text(row, "view"),
              text(row, "rowsRead"),
              text(row, "rowsAdded"),
              text(row, "rowsDuplicate"),
              String.valueOf(number(row, "rowsQuarantined"))));
    }
    say(
        """
        3. tidemark materialize --from %s --to %s
        %s
           Rows are compared by content: run it again, and nothing is added twice.
        """,
        from, to, table.text().indent(3).stripTrailing());
  }

  /** What was withheld, with the proof that nothing is lost, and what the gate says of it. */
  void withheld(LocalDate day, List<Map<String, Object>> proof, Answer gate) {
    TextTable table =
        new TextTable(
            List.of("target", "rows in", "to the target", "to quarantine"),
            List.of(false, true, true, true));
    for (Map<String, Object> row : proof) {
      table.row(
          List.of(
              text(row, "target"),
              text(row, "rows_in"),
              text(row, "rows_target"),
              text(row, "rows_quarantined")));
    }
    say(
        """
        4. A bad day: on %s a terminal booked payments as refunds, and a kind of merchant was
           paid that the bank had not heard of. quality.yaml says what a payment must be, and what
           is not so was withheld. No row is lost, which is written down:
        %s
           tidemark quality gate exits %d, so that a scheduler stops here:
        %s
        """,
        day,
        table.text().indent(3).stripTrailing(),
        gate.exitCode(),
        gate.problems().stream()
            .map(problem -> "   " + problem.message())
            .collect(Collectors.joining("\n")));
  }

  /** That no row was withheld: a small bank may have no bad day. */
  void nothingWithheld() {
    say(
        """
        4. tidemark quality gate
           All card payments are as quality.yaml says; a row that is not would be withheld.
        """);
  }

  /** What became of the rows of one batch. */
  void released(String batch, Answer released, Answer discarded) {
    say(
        """
           tidemark quarantine release %s
           %d rows pass now, and %s has them, known from now on: what a model was
           trained on before stays true. %d were wrong and are discarded.
        """,
        batch,
        number(released.results().get(0), "rowsReleased"),
        text(released.results().get(0), "target"),
        number(discarded.results().get(0), "rowsDiscarded"));
  }

  /** Before rows are released. */
  void repaired() {
    say("   Somebody looks: charities are right. quality.yaml lists them from now on.\n");
  }

  void created(Answer answer) {
    Map<String, Object> set = answer.results().get(0);
    say(
        """
        5. tidemark training-set create %s
           %s: %,d loan applications, each with the features as they were
           known at the moment of applying. %s
        """,
        text(set, "name"),
        text(set, "table"),
        number(set, "rows"),
        "written".equals(set.get("status"))
            ? "No row was lost, doubled, or given a value of later."
            : "It would be equal to this one, so none was made.");
  }

  /** What verify and diff found. */
  void proven(Answer verified, Answer diff) {
    Map<String, Object> sealed = verified.results().get(0);
    Map<String, Object> found = diff.results().get(0);
    say(
        """
        6. tidemark training-set verify %1$s
           %2$d files are what was sealed, byte for byte; %3$s. `training-set rebuild %1$s`
           makes it anew from the same inputs, whatever has come since.
        7. tidemark training-set diff %1$s
           With all that is known today %4$,d of %5$,d rows would be others:
        %6$s
        """,
        text(sealed, "name"),
        number(sealed, "files"),
        text(sealed, "signature"),
        number(found, "rowsChanged"),
        number(found, "rows"),
        columns(found).text().indent(3).stripTrailing());
  }

  /** Whose the month's cost was. */
  void spent(DemoMonthStory month) {
    say("%s", month.text());
  }

  /** The features that change most. */
  private static TextTable columns(Map<String, Object> diff) {
    TextTable table = new TextTable(List.of("column", "rows changed"), List.of(false, true));
    if (diff.get("columns") instanceof List<?> columns) {
      columns.stream()
          .map(each -> (Map<?, ?>) each)
          .filter(each -> !String.valueOf(each.get("name")).contains("__"))
          .filter(each -> count(each) > 0)
          .sorted(Comparator.comparing(DemoStory::count).reversed())
          .limit(SHOWN)
          .forEach(
              each -> table.row(List.of(String.valueOf(each.get("name")), count(each).toString())));
    }
    return table;
  }

  private static Long count(Map<?, ?> column) {
    return column.get("changed") instanceof Number number ? number.longValue() : 0L;
  }

  /** What the three queries found. */
  void findings(
      List<Map<String, Object>> late,
      List<Map<String, Object>> leaks,
      List<Map<String, Object>> defaults) {
    Map<String, Object> payments = late.get(0);
    long applications = 0;
    long either = 0;
    List<String> parts = new ArrayList<>();
    for (Map<String, Object> row : leaks) {
      if (text(row, "view").equals("either")) {
        applications = number(row, "applications");
        either = number(row, "would_leak");
      } else {
        parts.add(String.format(Locale.ROOT, "%s %,d", row.get("view"), number(row, "would_leak")));
      }
    }
    say(
        """
        What happened, and why it matters
           Late: of %,d card payments %,d were known more than a day after they were made.
           Corrected: %,d payments got another amount afterwards; both versions are kept.
           Leaks avoided: a join on event time alone would have given %,d of %,d applications
           a value that nobody knew at that moment (%s).
           A model trained so looks good in the test and fails in production. Here each row has
           a known_at, and what was known later does not count.
        """,
        number(payments, "payments"),
        number(payments, "known_late"),
        number(payments, "corrected"),
        either,
        applications,
        String.join(", ", parts));
    TextTable table =
        new TextTable(List.of("score from", "loans", "% defaulted"), List.of(true, true, true));
    for (Map<String, Object> row : defaults) {
      table.row(
          List.of(text(row, "score_from"), text(row, "loans"), text(row, "percent_defaulted")));
    }
    say(
        """
           And there is something to learn: how many loans default, by the bureau's score.
        %s\
        """,
        table.text().indent(3));
  }

  void end(List<String> queries, boolean changed) {
    say("The same three questions, to paste");
    for (String query : queries) {
      say("%s", Shell.tidemark("sql", "-C", named, "\n" + query));
    }
    say(
        """

        Where things are
           definitions  %s/*.yaml; README.md there says what to change first
           tables       %s/warehouse: features.*, training.*, registry.*
           runs         registry.run and registry.run_io; logs in warehouse/_runs
           all of them  %s
        %s\
        """,
        named,
        named,
        Shell.tidemark("list", "-C", named),
        changed ? "" : "\nNothing was added: all of this was there already.\n");
  }

  private static String text(Map<String, Object> row, String field) {
    return String.valueOf(row.get(field));
  }

  private static long number(Map<String, Object> row, String field) {
    return row.get(field) instanceof Number number ? number.longValue() : 0;
  }

  private void say(String text, Object... values) {
    byte[] bytes =
        (String.format(Locale.ROOT, text, values) + "\n").getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }
}
