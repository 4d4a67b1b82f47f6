package io.tidemark.featurestore.materialize;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.hash;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.featurestore.plan.ViewSource;
import io.tidemark.lineage.AppendSpec;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.registry.Coverage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/** The materialisation of one view: counted, proven and committed once. */
final class ViewRun {
  private static final int ATTEMPTS = 50;

  private final Run run;
  private final FeatureTable table;
  private final ViewSource source;
  private final Window window;
  private final boolean declared;

  ViewRun(Run run, FeatureTable table, ViewSource source, Window window) {
    this.run = run;
    this.table = table;
    this.source = source;
    this.window = window;
    this.declared = source.knownAt() != null;
  }

  /** What became of the window's rows. */
  private record Outcome(long added, long duplicate, long version, long seq) {}

  /**
   * Adds what the table lacks of the window's rows.
   *
   * @return the result as the verb reports it
   * @throws Refusal if a time cannot be read or rows tie; the table is as it was
   */
  Map<String, Object> materialize() {
    Incoming incoming = new Incoming(table, source, window);
    Incoming.Counts counts = incoming.tally();
    source.rows().counted(run, counts.read());
    Outcome outcome = commit(incoming, counts);
    Covered.write(run, table, window, declared, outcome.version(), null);
    Map<String, Object> dropped = new LinkedHashMap<>();
    dropped.put("nullKey", counts.nullKey());
    dropped.put("nullEventTime", counts.nullEventTime());
    dropped.put("nullKnownAt", counts.nullKnownAt());
    Map<String, Object> result = Results.head(table, window);
    result.put("status", outcome.added() > 0 ? "written" : "unchanged");
    result.put("rowsRead", counts.read());
    result.put("rowsAdded", outcome.added());
    result.put("rowsDuplicate", outcome.duplicate());
    result.put("rowsDropped", dropped);
    result.put("table", table.ref().toString());
    result.put("version", outcome.added() > 0 ? merged() : outcome.version());
    result.put("seq", outcome.seq());
    return result;
  }

  /** The table's newest version, once no bucket has so many files that reading it is slow. */
  private long merged() {
    return new RunMerge(run, table).longest().version();
  }

  private Outcome commit(Incoming incoming, Incoming.Counts counts) {
    PinnedTable pinned = run.pin(table.ref());
    if (!declared) {
      new LostWindows(run, table).cover(pinned);
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Outcome outcome = attempt(incoming, counts, pinned);
      if (outcome != null) {
        return outcome;
      }
      pinned = again(pinned);
    }
    throw Refusal.of(
        "TABLE_BUSY",
        table.view().object(),
        "%d other runs have written %s meanwhile".formatted(ATTEMPTS, table.ref()),
        "run it again when they are done");
  }

  private PinnedTable again(PinnedTable before) {
    PinnedTable now = run.repin(table.ref());
    if (!now.tableId().equals(before.tableId())) {
      throw Refusal.of(
          "TABLE_REPLACED",
          table.view().object(),
          "another run has replaced " + table.ref() + " meanwhile",
          "run it again");
    }
    return now;
  }

  /** Null if another run has written in between. */
  private @Nullable Outcome attempt(Incoming incoming, Incoming.Counts counts, PinnedTable pinned) {
    long seq = run.newestSeq(pinned);
    Instant first = counts.first();
    Instant last = counts.last();
    if (first == null || last == null) {
      return new Outcome(0, 0, pinned.version(), seq);
    }
    Dataset<Row> history =
        seq == 0
            ? null
            : run.read(pinned).where(col(FeatureTable.EVENT_TS).between(lit(first), lit(last)));
    List<Coverage> covered = declared ? List.of() : run.warehouse().registry().coverage(view());
    int buckets = FeatureTable.buckets(run, pinned);
    Dataset<Row> classified =
        new Classified(table, buckets, declared, window.now(), covered)
            .of(incoming.rows(), history)
            .where(col(Classified.TIMES).gt(0))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      long added = prove(classified, counts);
      long duplicate = counts.kept() - added;
      if (added == 0) {
        return new Outcome(0, duplicate, pinned.version(), seq);
      }
      OptionalLong version =
          run.append(table.ref(), shaped(classified, seq + 1, buckets), spec(pinned, seq));
      return version.isEmpty() ? null : new Outcome(added, duplicate, version.getAsLong(), seq + 1);
    } finally {
      classified.unpersist();
    }
  }

  /** The number of rows to add, once it is certain that every row read is accounted for. */
  private long prove(Dataset<Row> classified, Incoming.Counts counts) {
    Row row =
        Incoming.aggregate(
            classified,
            List.of(
                count(when(col(Classified.ADDED), lit(1))),
                coalesce(sum(Classified.TIMES), lit(0L)),
                count(when(col(Classified.TIED), lit(1)))));
    if (row.getLong(2) > 0) {
      throw tied(classified, row.getLong(2));
    }
    if (row.getLong(1) != counts.kept()) {
      throw new Refusal(
          1,
          List.of(
              Problem.error(
                  "COUNTS_DIFFER",
                  table.view().object(),
                  "source %s gave %d rows to keep and then %d: nothing was written"
                      .formatted(
                          table.source().definition().metadata().name(),
                          counts.kept(),
                          row.getLong(1)),
                  "run it again when nobody changes the source")));
    }
    return row.getLong(0);
  }

  private Refusal tied(Dataset<Row> classified, long rows) {
    return new Refusal(
        2,
        List.of(
            table
                .view()
                .error(
                    "spec.tieBreaker",
                    "TIED_ROWS",
                    "%d rows of %s are equal in keys, event time, known-at%s and differ in what"
                            .formatted(
                                rows,
                                table.source().definition().metadata().name(),
                                table.tieColumn() == null ? "" : " and tieBreaker")
                        + " is stored; nothing was written. Keys: "
                        + Incoming.examples(table, classified.where(col(Classified.TIED))),
                    "correct the source, or declare a tieBreaker that orders them in a new"
                        + " version")));
  }

  /** The rows as they are stored: one sorted file per bucket and calendar year. */
  private Dataset<Row> shaped(Dataset<Row> classified, long seq, int buckets) {
    Column[] keys = table.keys().stream().map(Columns::named).toArray(Column[]::new);
    Column event = col(FeatureTable.EVENT_TS);
    Column known = col(FeatureTable.KNOWN_AT);
    Duration lag = table.source().definition().availabilityLag();
    List<String> stored = Classified.stored(table);
    List<Column> columns = new ArrayList<>();
    for (String name : stored) {
      columns.add(Columns.named(name));
      if (name.equals(FeatureTable.KNOWN_AT)) {
        columns.add(greatest(Times.plus(event, lag), known).as(FeatureTable.EFFECTIVE_TS));
      }
    }
    columns.add(lit(seq).as(FeatureTable.SEQ));
    columns.add(pmod(hash(keys), lit(buckets)).as(FeatureTable.BUCKET));
    columns.add(RunOrder.run(lit(seq), event).as(FeatureTable.RUN));
    return RunOrder.sorted(
        table, classified.where(col(Classified.ADDED)).select(columns.toArray(Column[]::new)));
  }

  private static AppendSpec spec(PinnedTable pinned, long seq) {
    return new AppendSpec(pinned.version(), seq + 1);
  }

  private String view() {
    return table.view().definition().ref().toString();
  }
}
