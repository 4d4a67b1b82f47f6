package io.tidemark.featurestore.materialize;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.lineage.Appended;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.registry.Registry;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.quarantine.Batch;
import io.tidemark.quality.quarantine.Batches;
import io.tidemark.quality.quarantine.QuarantineTable;
import io.tidemark.quality.quarantine.RowState;
import io.tidemark.quality.quarantine.RowStates;
import io.tidemark.quality.quarantine.StoredTables;
import io.tidemark.quality.store.QualityTables;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The batches of runs that died after they had withheld or written rows and before they had proven
 * it: what they have written stands, and the proof is given for them.
 */
final class UnfinishedBatches {
  private final Run run;
  private final FeatureTable table;
  private final QualitySuiteDefinition suite;
  private final QuarantineTable quarantine;
  private final StoredTables tables;
  private final Registry registry;

  UnfinishedBatches(Run run, FeatureTable table, QualitySuiteDefinition suite) {
    this.run = run;
    this.table = table;
    this.suite = suite;
    this.quarantine = QuarantineTable.of(suite.dataset());
    this.tables = StoredTables.of(run);
    this.registry = run.warehouse().registry();
  }

  /** Proves them; every run does so before it writes to the view's table. */
  void finish(PinnedTable pinned) {
    Set<String> proven = new Batches(tables).proven(table.ref());
    SortedMap<String, Long> withheld = withheld(proven);
    SortedMap<String, Long> written = written(pinned, proven);
    Set<String> runs = new HashSet<>(withheld.keySet());
    runs.addAll(written.keySet());
    for (String lost : runs) {
      String id = Batch.idOf(table.ref(), lost);
      quarantine.rows(tables, id).ifPresent(rows -> RowStates.note(run, rows, RowState.OPEN));
      long inQuarantine = withheld.getOrDefault(lost, 0L);
      long inTarget = written.getOrDefault(lost, 0L);
      Batches.prove(
          run,
          new Batch(
              id,
              suite.dataset().object(),
              table.ref().toString(),
              suite.metadata().name(),
              lost,
              inTarget + inQuarantine,
              inTarget,
              inQuarantine,
              run.now()));
    }
  }

  /** Run to the number of rows that it has withheld. */
  private SortedMap<String, Long> withheld(Set<String> proven) {
    SortedMap<String, Long> withheld = new TreeMap<>();
    Optional<Dataset<Row>> rows = quarantine.rows(tables, table.ref());
    if (rows.isEmpty()) {
      return withheld;
    }
    Dataset<Row> batches =
        rows.get()
            .groupBy(col(QuarantineTable.BATCH_ID), col(QuarantineTable.RUN_ID))
            .agg(count(lit(1)));
    for (Row batch : batches.collectAsList()) { // one a batch
      String by = batch.getString(1);
      if (!proven.contains(batch.getString(0)) && isLost(by)) {
        withheld.put(by, batch.getLong(2));
      }
    }
    return withheld;
  }

  /** Run to the number of rows that it has written to the view's table. */
  private SortedMap<String, Long> written(PinnedTable pinned, Set<String> proven) {
    SortedMap<String, Long> written = new TreeMap<>();
    Set<String> judged = judged(proven);
    for (long version = pinned.version(); version > 0 && !judged.isEmpty(); version--) {
      if (run.writer(pinned, version).isEmpty()) {
        return written;
      }
      Optional<Appended> appended = run.appended(pinned, version);
      if (appended.isPresent()) {
        String by = appended.get().run();
        if (proven.contains(Batch.idOf(table.ref(), by))) {
          // Whoever proved it has proven what was unfinished before it.
          return written;
        }
        if (judged.contains(by) && isLost(by)) {
          written.put(by, appended.get().rows());
        }
      }
    }
    return written;
  }

  /** The runs that have judged a batch of this suite and not proven one of this view. */
  private Set<String> judged(Set<String> proven) {
    Set<String> runs = new HashSet<>();
    tables
        .rows(QualityTables.RUN.ref())
        .ifPresent(
            rows ->
                rows.where(
                        col("suite")
                            .equalTo(suite.metadata().name())
                            .and(col("window_end").isNotNull()))
                    .select("run_id")
                    .collectAsList() // one a run of the suite
                    .forEach(row -> runs.add(row.getString(0))));
    runs.removeIf(id -> proven.contains(Batch.idOf(table.ref(), id)));
    return runs;
  }

  private boolean isLost(String by) {
    return !by.equals(run.id()) && !registry.isRunning(by);
  }
}
