package io.tidemark.featurestore.materialize;

import io.tidemark.featurestore.materialize.Classified.Knowing;
import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.featurestore.plan.ViewSource;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Refusal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The materialisation of one view: counted, checked, proven and committed once. */
final class ViewRun {
  private final Run run;
  private final FeatureTable table;
  private final ViewSource source;
  private final Window window;
  private final @Nullable BatchCheck check;
  private final boolean declared;

  /**
   * A materialisation.
   *
   * @param check what judges the rows before they are written; null if the view has no suite
   */
  ViewRun(
      Run run, FeatureTable table, ViewSource source, Window window, @Nullable BatchCheck check) {
    this.run = run;
    this.table = table;
    this.source = source;
    this.window = window;
    this.check = check;
    this.declared = source.knownAt() != null;
  }

  /**
   * Adds what the table lacks of the window's rows.
   *
   * @return the result as the verb reports it
   * @throws Refusal if a time cannot be read, rows tie or the suite holds them back; the table is
   *     as it was
   */
  Map<String, Object> materialize() {
    Incoming incoming = new Incoming(table, source, window, check != null && check.carries());
    Incoming.Counts counts = incoming.tally();
    source.rows().counted(run, counts.read());
    CheckedOutcome outcome = commit(incoming, counts);
    Covered.write(run, table, window, declared, outcome.written().version(), null);
    return result(counts, outcome);
  }

  private Map<String, Object> result(Incoming.Counts counts, CheckedOutcome outcome) {
    ViewAppend.Outcome written = outcome.written();
    Map<String, Object> dropped = new LinkedHashMap<>();
    dropped.put("nullKey", counts.nullKey());
    dropped.put("nullEventTime", counts.nullEventTime());
    dropped.put("nullKnownAt", counts.nullKnownAt());
    Map<String, Object> result = Results.head(table, window);
    boolean changed = written.added() + outcome.quarantined() > 0;
    result.put("status", changed ? "written" : "unchanged");
    result.put("rowsRead", counts.read());
    result.put("rowsAdded", written.added());
    result.put("rowsDuplicate", written.duplicate() - outcome.quarantined());
    result.put("rowsDropped", dropped);
    result.put("rowsQuarantined", outcome.quarantined());
    result.put("table", table.ref().toString());
    result.put("version", written.added() > 0 ? merged() : written.version());
    result.put("seq", written.seq());
    if (check != null) {
      result.put("suite", check.suiteName());
      result.put("verdict", outcome.verdict() == null ? null : outcome.verdict().word());
      result.put("batch", outcome.batchId());
    }
    return result;
  }

  /** The table's newest version, once no bucket has so many files that reading it is slow. */
  private long merged() {
    return new RunMerge(run, table).longest().version();
  }

  private CheckedOutcome commit(Incoming incoming, Incoming.Counts counts) {
    PinnedTable pinned = run.pin(table.ref());
    if (!declared) {
      new LostWindows(run, table).cover(pinned);
    }
    if (check != null) {
      check.finishLost(pinned);
    }
    Instant first = counts.first();
    Instant last = counts.last();
    if (first == null || last == null) {
      return CheckedOutcome.unchecked(
          new ViewAppend.Outcome(0, 0, pinned.version(), run.newestSeq(pinned)));
    }
    ViewAppend append =
        new ViewAppend(run, table, declared ? Knowing.DECLARED : Knowing.FIRST_SEEN, window.now());
    ViewAppend.Rows rows = new ViewAppend.Rows(incoming.rows(), counts.kept(), first, last);
    return check == null
        ? CheckedOutcome.unchecked(append.commit(rows, pinned, () -> null))
        : check.commit(append, rows, pinned);
  }
}
