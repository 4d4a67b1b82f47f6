package io.tidemark.featurestore.materialize;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.featurestore.materialize.Classified.Knowing;
import io.tidemark.featurestore.plan.Applied;
import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.featurestore.plan.ViewSource;
import io.tidemark.lineage.InputReader;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Status;
import io.tidemark.quality.check.Datasets;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.engine.Judge;
import io.tidemark.quality.engine.Moment;
import io.tidemark.quality.quarantine.Batch;
import io.tidemark.quality.quarantine.Batches;
import io.tidemark.quality.quarantine.RowState;
import io.tidemark.quality.quarantine.RowStates;
import io.tidemark.quality.quarantine.StoredTables;
import io.tidemark.quality.quarantine.WithheldRows;
import io.tidemark.quality.store.QualityTables;
import io.tidemark.quality.store.RecordedHistory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The verb {@code quarantine release}: withheld rows that pass the suite as it is now go to their
 * view's table, with their event time and known from now on. The table comes first and what became
 * of the rows second, so that a release that was cut short is made up for by the next.
 */
public final class ReleaseRows {
  private static final String VERB = "quarantine release";

  private final Run run;
  private final Project project;
  private final StoredTables tables;

  public ReleaseRows(Run run, Project project) {
    this.run = run;
    this.project = project;
    this.tables = StoredTables.of(run);
  }

  /**
   * Releases the open rows of a batch; those that still fail a rule stay open.
   *
   * @param rowIds some of them; empty for all
   * @return exit code 7 if some stay open
   * @throws Refusal if the batch or a row is not known, its view or suite is not there any more, or
   *     a rule cannot tell
   */
  public Answer release(String batchId, List<String> rowIds) {
    Batch batch = new Batches(tables).require(batchId);
    WithheldRows withheld = WithheldRows.of(tables, batch, rowIds);
    long open = withheld.counts().getOrDefault(RowState.OPEN, 0L);
    if (open == 0) {
      return answer(batch, Status.UNCHANGED, 0, 0, List.of());
    }
    FeatureTable table = table(batch);
    Applied.of(run.warehouse().registry()).require(table.view());
    Declared<QualitySuiteDefinition> suite = suite(batch);
    ViewSource source = ViewSource.of(table, table.open(InputReader.reading(run, project)));
    BatchRows shapes = new BatchRows(table, source, suite.definition().dataset());
    Judge judge =
        new Judge(
            run.spark(),
            new Moment(logicalDate(batch), run.now()),
            new RecordedHistory(run),
            new Datasets(run, project));
    PinnedTable target = run.pin(table.ref());
    Dataset<Row> passing =
        new Recheck(run, table, shapes, suite, judge::judgeBatch)
            .passing(withheld.open(), target)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      long released = passing.count();
      if (released > 0) {
        append(table, shapes.stored(passing, List.of()), target);
        RowStates.note(run, passing, RowState.RELEASED);
      }
      long stillOpen = open - released;
      return answer(
          batch,
          stillOpen > 0 ? Status.GATE_FAILED : Status.OK,
          released,
          stillOpen,
          stillOpen > 0 ? List.of(stillFailing(batch, suite, open, stillOpen)) : List.of());
    } finally {
      passing.unpersist();
    }
  }

  /** Adds rows to the view's table, whichever of them it has not got already. */
  private void append(FeatureTable table, Dataset<Row> rows, PinnedTable target) {
    Row counts =
        Incoming.aggregate(
            rows,
            List.of(
                count(lit(1)), min(col(FeatureTable.EVENT_TS)), max(col(FeatureTable.EVENT_TS))));
    ViewAppend.Rows all =
        new ViewAppend.Rows(
            rows,
            counts.getLong(0),
            Objects.requireNonNull(Times.instant(counts, 1)),
            Objects.requireNonNull(Times.instant(counts, 2)));
    ViewAppend append = new ViewAppend(run, table, Knowing.NOW, run.now());
    if (append.commit(all, target, () -> null).added() > 0) {
      new RunMerge(run, table).longest();
    }
  }

  private FeatureTable table(Batch batch) {
    return project.all(FeatureViewDefinition.class).stream()
        .map(view -> FeatureTable.of(project, view))
        .filter(table -> table.ref().toString().equals(batch.target()))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.of(
                    "VIEW_GONE",
                    null,
                    "the project has no view of " + batch.target() + " any more",
                    "declare it again, or discard the rows"));
  }

  private Declared<QualitySuiteDefinition> suite(Batch batch) {
    return project
        .find(QualitySuiteDefinition.class, new Ref(batch.suite(), 0))
        .filter(suite -> suite.definition().dataset().object().equals(batch.object()))
        .orElseThrow(
            () ->
                Refusal.of(
                    "SUITE_GONE",
                    null,
                    "the project has no suite %s about %s any more"
                        .formatted(batch.suite(), batch.object()),
                    "declare it again, or discard the rows"));
  }

  /** The date that the batch was judged about: filters that name it mean the same again. */
  private LocalDate logicalDate(Batch batch) {
    return tables.rows(QualityTables.RUN.ref()).stream()
        .flatMap(
            rows ->
                rows
                    .where(
                        col("run_id")
                            .equalTo(batch.runId())
                            .and(col("suite").equalTo(batch.suite())))
                    .selectExpr("unix_date(logical_date)")
                    .limit(1)
                    .collectAsList() // at most one
                    .stream())
        .map(row -> LocalDate.ofEpochDay(row.getInt(0)))
        .findFirst()
        .orElseGet(() -> LocalDate.ofInstant(run.now(), ZoneOffset.UTC).minusDays(1));
  }

  private static Problem stillFailing(
      Batch batch, Declared<QualitySuiteDefinition> suite, long open, long stillOpen) {
    return suite.error(
        "spec.rules",
        "ROWS_STILL_FAIL",
        "%d of %d open rows of batch %s still fail a rule and stay open"
            .formatted(stillOpen, open, batch.id()),
        "see `tidemark quarantine show %s`; correct the suite, or discard them"
            .formatted(batch.id()));
  }

  private Answer answer(
      Batch batch, Status status, long released, long stillOpen, List<Problem> problems) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("batch", batch.id());
    result.put("target", batch.target());
    result.put("status", released > 0 ? "written" : "unchanged");
    result.put("rowsReleased", released);
    result.put("rowsOpen", stillOpen);
    return new Answer(VERB, run.id(), status, stillOpen > 0 ? 7 : 0, List.of(result), problems);
  }
}
