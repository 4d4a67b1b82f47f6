package io.tidemark.featurestore.materialize;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import io.tidemark.featurestore.definition.Quality.OnFailure;
import io.tidemark.featurestore.materialize.ViewAppend.Classification;
import io.tidemark.featurestore.materialize.ViewAppend.Rows;
import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.featurestore.plan.ViewSource;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.SourceTable;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.engine.JudgedBatch;
import io.tidemark.quality.engine.Subject;
import io.tidemark.quality.quarantine.Batch;
import io.tidemark.quality.quarantine.Batches;
import io.tidemark.quality.quarantine.QuarantineTable;
import io.tidemark.quality.quarantine.RowState;
import io.tidemark.quality.quarantine.RowStates;
import io.tidemark.quality.quarantine.StoredTables;
import io.tidemark.quality.store.JudgedSuite;
import io.tidemark.quality.store.Recording;
import io.tidemark.quality.store.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * A view's batch under its suite. Nothing is written before the suite has judged; then come the
 * withheld rows, what was found, the view's rows and the proof, in this order, so that whoever dies
 * in between leaves nothing lost and nothing doubled, and the next run proves it for him.
 */
final class BatchCheck {
  private static final int ATTEMPTS = 50;

  private final Run run;
  private final FeatureTable table;
  private final ViewSource source;
  private final Window window;
  private final Declared<QualitySuiteDefinition> suite;
  private final BatchJudge judge;
  private final Consumer<Problem> warnings;
  private final BatchRows shapes;
  private final QuarantineTable quarantine;
  private final StoredTables tables;
  private final String batchId;

  BatchCheck(
      Run run,
      FeatureTable table,
      ViewSource source,
      Window window,
      Declared<QualitySuiteDefinition> suite,
      BatchJudge judge,
      Consumer<Problem> warnings) {
    this.run = run;
    this.table = table;
    this.source = source;
    this.window = window;
    this.suite = suite;
    this.judge = judge;
    this.warnings = warnings;
    this.shapes = new BatchRows(table, source, suite.definition().dataset());
    this.quarantine = QuarantineTable.of(suite.definition().dataset());
    this.tables = StoredTables.of(run);
    this.batchId = Batch.idOf(table.ref(), run.id());
  }

  /**
   * A batch that the suite has judged, with the rows that it withholds as quarantine keeps them.
   */
  private record Judged(
      JudgedBatch batch, Instant at, long rowsIn, long withheld, Dataset<Row> rows) {}

  String suiteName() {
    return suite.definition().metadata().name();
  }

  /** Whether incoming rows are to carry what was read. */
  boolean carries() {
    return shapes.carry();
  }

  /** Proves what runs have written that died before they could. */
  void finishLost(PinnedTable pinned) {
    new UnfinishedBatches(run, table, suite.definition()).finish(pinned);
  }

  /**
   * Judges what the table lacks of the rows and nobody has withheld yet, and writes it.
   *
   * @throws Refusal if the suite holds the batch back; what it found is recorded all the same
   */
  CheckedOutcome commit(ViewAppend append, Rows rows, PinnedTable at) {
    PinnedTable pinned = at;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      CheckedOutcome outcome = attempt(append, rows, pinned);
      if (outcome != null) {
        return outcome;
      }
      pinned = append.again(pinned);
    }
    throw append.busy();
  }

  /** Null if another run has withheld rows in between. */
  private @Nullable CheckedOutcome attempt(ViewAppend append, Rows rows, PinnedTable pinned) {
    Optional<PinnedTable> kept = pinnedQuarantine();
    Dataset<Row> before = kept.map(run::read).map(this::stored).orElse(null);
    try (Classification classified = append.classify(rows, pinned, before)) {
      Dataset<Row> batch = classified.rows().where(col(Classified.ADDED));
      long rowsIn = batch.count();
      if (rowsIn == 0) {
        append.prove(classified, rows);
        return CheckedOutcome.unchecked(
            new ViewAppend.Outcome(0, rows.kept(), pinned.version(), classified.seq()));
      }
      Judged judged = judged(batch, rowsIn);
      try {
        return decided(append, rows, classified, kept, before, judged);
      } finally {
        judged.rows().unpersist();
      }
    }
  }

  private Judged judged(Dataset<Row> batch, long rowsIn) {
    Instant started = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Dataset<Row> subject = shapes.judged(batch);
    SourceTable read = source.rows() instanceof SourceTable of && carries() ? of : null;
    JudgedBatch judged =
        judge.judge(
            new Subject(
                suite.definition().dataset().object(),
                read == null ? null : read.version(),
                subject),
            suite.definition());
    Column violates = size(col(QuarantineTable.VIOLATIONS)).gt(0);
    Dataset<Row> rows = judged.rows().persist(StorageLevel.MEMORY_AND_DISK());
    Row counts = Incoming.aggregate(rows, List.of(count(lit(1)), count(when(violates, lit(1)))));
    if (counts.getLong(0) != subject.count()) {
      throw new IllegalStateException(
          "suite %s was given %d rows and judged %d"
              .formatted(suiteName(), subject.count(), counts.getLong(0)));
    }
    return new Judged(judged, started, rowsIn, counts.getLong(1), rows);
  }

  private @Nullable CheckedOutcome decided(
      ViewAppend append,
      Rows rows,
      Classification classified,
      Optional<PinnedTable> kept,
      @Nullable Dataset<Row> before,
      Judged judged) {
    OnFailure onFailure = table.view().definition().quality().onFailure();
    long failing = onFailure == OnFailure.QUARANTINE ? judged.withheld() : 0;
    Decision decision = Decision.of(onFailure, judged.batch().outcome(), judged.rowsIn(), failing);
    if (decision.why() != null) {
      record(judged, decision);
      throw heldBack(decision, judged.rowsIn());
    }
    if (failing == 0) {
      append.prove(classified, rows);
    } else {
      Dataset<Row> withheld =
          shapes.kept(judged.rows().where(size(col(QuarantineTable.VIOLATIONS)).gt(0)));
      prove(append, rows, classified, before, withheld, judged);
      if (!withhold(kept, withheld)) {
        return null;
      }
    }
    record(judged, decision);
    quarantine.rows(tables, batchId).ifPresent(open -> RowStates.note(run, open, RowState.OPEN));
    ViewAppend.Outcome written =
        append.commit(
            rows,
            classified.pinned(),
            () -> pinnedQuarantine().map(run::read).map(this::stored).orElse(null));
    Batches.prove(run, proof(judged, written.added(), failing));
    warn(judged, decision, failing);
    return new CheckedOutcome(written, failing, decision.verdict(), batchId);
  }

  /** That what is withheld and what is written are the batch, before either is. */
  private void prove(
      ViewAppend append,
      Rows rows,
      Classification classified,
      @Nullable Dataset<Row> before,
      Dataset<Row> withheld,
      Judged judged) {
    Dataset<Row> now = shapes.withheld(withheld, lit(false));
    Dataset<Row> all = before == null ? now : before.unionAll(now);
    try (Classification rest = append.classify(rows, classified.pinned(), all)) {
      long added = append.prove(rest, rows);
      if (judged.rowsIn() != added + judged.withheld()) {
        throw new IllegalStateException(
            "of %d rows for %s suite %s withholds %d and %d would be written"
                .formatted(judged.rowsIn(), table.ref(), suiteName(), judged.withheld(), added));
      }
    }
  }

  /** False if another run has withheld rows of the dataset meanwhile. */
  private boolean withhold(Optional<PinnedTable> kept, Dataset<Row> withheld) {
    quarantine.make(run, withheld.drop(QuarantineTable.VIOLATIONS).schema());
    PinnedTable made = run.repin(quarantine.ref());
    boolean same =
        kept.map(k -> run.newestSeq(k) == run.newestSeq(made)).orElse(run.newestSeq(made) == 0);
    return same && quarantine.append(run, made, batchId, withheld);
  }

  private Optional<PinnedTable> pinnedQuarantine() {
    return run.warehouse().exists(quarantine.ref())
        ? Optional.of(run.repin(quarantine.ref()))
        : Optional.empty();
  }

  /** What was withheld from this view's table, as the table stores it. */
  private Dataset<Row> stored(Dataset<Row> kept) {
    return shapes.withheld(
        QuarantineTable.from(kept, table.ref()), col(QuarantineTable.BATCH_ID).notEqual(batchId));
  }

  private void record(Judged judged, Decision decision) {
    SourceTable read = source.rows() instanceof SourceTable of && carries() ? of : null;
    Recording.record(
        run,
        new RunRecord(
            suite.definition().dataset().object(),
            read == null ? null : read.version(),
            read == null ? null : read.fingerprint(),
            window.logicalDate(),
            window.start(
                source.knownAt() == null
                    ? table.view().definition().materialize().lookback()
                    : Duration.ZERO),
            window.end(),
            judged.at(),
            judged.rowsIn(),
            null,
            judged.rows().drop(QuarantineTable.VIOLATIONS, Subject.CARRIED).schema()),
        List.of(
            new JudgedSuite(judged.batch().outcome(), suite.semanticHash(), decision.verdict())));
  }

  private Batch proof(Judged judged, long added, long withheld) {
    return new Batch(
        batchId,
        suite.definition().dataset().object(),
        table.ref().toString(),
        suiteName(),
        run.id(),
        added + withheld,
        added,
        withheld,
        run.now());
  }

  private Refusal heldBack(Decision decision, long rowsIn) {
    return new Refusal(
        decision.exitCode(),
        List.of(
            table
                .view()
                .error(
                    "spec.quality",
                    decision.exitCode() == 7 ? "QUALITY_FAILED" : "QUALITY_INCONCLUSIVE",
                    "suite %s holds back the %d rows for %s, nothing of them was written: %s"
                        .formatted(suiteName(), rowsIn, table.ref(), decision.why()),
                    "correct the source or the suite; `tidemark quality history %s` shows what"
                            .formatted(suiteName())
                        + " earlier runs found")));
  }

  private void warn(Judged judged, Decision decision, long withheld) {
    String found = Decision.findings(judged.batch().outcome());
    if (withheld > 0) {
      warnings.accept(
          table
              .view()
              .warn(
                  "spec.quality",
                  "ROWS_QUARANTINED",
                  "suite %s withheld %d of %d rows for %s: %s"
                      .formatted(suiteName(), withheld, judged.rowsIn(), table.ref(), found),
                  "see `tidemark quarantine show %s`, then release or discard them"
                      .formatted(batchId)));
    } else if (!found.isEmpty()) {
      warnings.accept(
          table
              .view()
              .warn(
                  "spec.quality",
                  "QUALITY_" + decision.verdict().name(),
                  "suite %s says %s of the %d rows written to %s: %s"
                      .formatted(
                          suiteName(),
                          decision.verdict().word(),
                          judged.rowsIn(),
                          table.ref(),
                          found),
                  null));
    }
  }
}
