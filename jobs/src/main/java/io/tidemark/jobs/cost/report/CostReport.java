package io.tidemark.jobs.cost.report;

import io.tidemark.jobs.definition.ReportKnobs;
import io.tidemark.jobs.definition.ReportSection;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Status;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The verb {@code cost report}: reads what is published and computes nothing anew.
 *
 * <p>Its results are one list; {@code section} tells the part that a row belongs to. Costs are in
 * the currency of the row and of the measure that the month was published with; shares are parts of
 * 1.
 */
public final class CostReport {
  private static final String VERB = "cost report";

  private final Run run;
  private final ReportKnobs knobs;

  public CostReport(Run run, ReportKnobs knobs) {
    this.run = run;
    this.knobs = knobs;
  }

  /**
   * Reports; without a published month in the window there is only unbilled usage, and a warning.
   */
  public Answer report() {
    PublishedLedger ledger = new PublishedLedger(run);
    SortedMap<YearMonth, ?> published = ledger.versions();
    YearMonth from = knobs.from();
    YearMonth to = knobs.to();
    if (published.isEmpty() && (from == null || to == null)) {
      return answer(List.of(), nothing(published, "no month"));
    }
    YearMonth first = from == null ? published.lastKey() : from;
    YearMonth last = to == null ? published.lastKey() : to;
    Window window = new Window(first, last, ledger.current(first, last));
    if (window.months().isEmpty()) {
      return answer(
          knobs.sections().contains(ReportSection.UNBILLED)
              ? new UnbilledSection(run).rows(window)
              : List.of(),
          nothing(published, "no month from " + first + " to " + last));
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    BilledLines lines = new BilledLines(run);
    for (ReportSection section : knobs.sections()) {
      rows.addAll(
          switch (section) {
            case COST -> new SpentSection(ledger, lines).rows(window, knobs.by());
            case CHANGES -> new ChangesSection(ledger).rows(window, knobs.against());
            case RUNS -> new RunsSection(run, ledger).rows(window);
            case UNITS -> new UnitsSection(run, ledger).rows(window);
            case TAGS -> new TagsSection(ledger, lines).rows(window);
            case ANOMALIES -> new AnomaliesSection(ledger, run.now()).rows(window);
            case UNBILLED -> new UnbilledSection(run).rows(window);
            case RECONCILIATION -> new ReconciliationSection(run).rows(window);
          });
    }
    return new Answer(VERB, run.id(), Status.OK, 0, rows, List.of());
  }

  private static Problem nothing(SortedMap<YearMonth, ?> published, String months) {
    return Problem.warn(
        "NOTHING_PUBLISHED",
        null,
        months + " is published",
        published.isEmpty()
            ? "run `tidemark cost ingest`, then `tidemark cost attribute`"
            : "there are " + published.firstKey() + " to " + published.lastKey());
  }

  private Answer answer(List<Map<String, Object>> rows, Problem problem) {
    return new Answer(VERB, run.id(), Status.OK, 0, rows, List.of(problem));
  }
}
