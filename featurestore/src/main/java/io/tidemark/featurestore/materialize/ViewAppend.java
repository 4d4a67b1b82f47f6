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

import io.tidemark.featurestore.materialize.Classified.Knowing;
import io.tidemark.featurestore.plan.FeatureTable;
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
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/** Adds to a view's table what it lacks of some rows: counted, proven and committed once. */
final class ViewAppend {
  private static final int ATTEMPTS = 50;

  private final Run run;
  private final FeatureTable table;
  private final Knowing knowing;
  private final Instant now;

  ViewAppend(Run run, FeatureTable table, Knowing knowing, Instant now) {
    this.run = run;
    this.table = table;
    this.knowing = knowing;
    this.now = now;
  }

  /**
   * What is to be in the table.
   *
   * @param rows as {@link Incoming#rows} has them
   * @param kept how many there are
   * @param first the smallest event time
   * @param last the greatest
   */
  record Rows(Dataset<Row> rows, long kept, Instant first, Instant last) {}

  /** What became of the rows; what a suite has withheld is a duplicate too. */
  record Outcome(long added, long duplicate, long version, long seq) {}

  /** Rows against a version of the table, kept at hand until they are closed. */
  record Classification(PinnedTable pinned, long seq, int buckets, Dataset<Row> rows)
      implements AutoCloseable {
    @Override
    public void close() {
      rows.unpersist();
    }
  }

  /** The table's newest version, which is that of this run's other readers at first. */
  PinnedTable again(PinnedTable before) {
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

  Refusal busy() {
    return Refusal.of(
        "TABLE_BUSY",
        table.view().object(),
        "%d other runs have written %s meanwhile".formatted(ATTEMPTS, table.ref()),
        "run it again when they are done");
  }

  /** What is to become of rows; {@code withheld} in the stored columns, null if nothing is. */
  Classification classify(Rows rows, PinnedTable pinned, @Nullable Dataset<Row> withheld) {
    long seq = run.newestSeq(pinned);
    Dataset<Row> history =
        seq == 0
            ? null
            : run.read(pinned)
                .where(col(FeatureTable.EVENT_TS).between(lit(rows.first()), lit(rows.last())));
    List<Coverage> covered =
        knowing == Knowing.FIRST_SEEN
            ? run.warehouse().registry().coverage(table.view().definition().ref().toString())
            : List.of();
    int buckets = FeatureTable.buckets(run, pinned);
    return new Classification(
        pinned,
        seq,
        buckets,
        new Classified(table, buckets, knowing, now, covered)
            .of(rows.rows(), history, withheld)
            .where(col(Classified.TIMES).gt(0))
            .persist(StorageLevel.MEMORY_AND_DISK()));
  }

  /**
   * Adds rows.
   *
   * @param withheld what no longer may be added, as it is when it is asked
   */
  Outcome commit(Rows rows, PinnedTable at, Supplier<@Nullable Dataset<Row>> withheld) {
    PinnedTable pinned = at;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try (Classification classified = classify(rows, pinned, withheld.get())) {
        long added = prove(classified, rows);
        OptionalLong version = write(classified, added);
        if (version.isPresent()) {
          return new Outcome(
              added,
              rows.kept() - added,
              version.getAsLong(),
              added == 0 ? classified.seq() : classified.seq() + 1);
        }
      }
      pinned = again(pinned);
    }
    throw busy();
  }

  /** The version with the rows added; empty if another run has written in between. */
  private OptionalLong write(Classification classified, long added) {
    return added == 0
        ? OptionalLong.of(classified.pinned().version())
        : run.append(
            table.ref(),
            shaped(classified),
            new AppendSpec(classified.pinned().version(), classified.seq() + 1));
  }

  /** The number of rows to add, once it is certain that every row read is accounted for. */
  long prove(Classification classification, Rows rows) {
    Dataset<Row> classified = classification.rows();
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
    if (row.getLong(1) != rows.kept()) {
      throw new Refusal(
          1,
          List.of(
              Problem.error(
                  "COUNTS_DIFFER",
                  table.view().object(),
                  "source %s gave %d rows to keep and then %d: nothing was written"
                      .formatted(
                          table.source().definition().metadata().name(),
                          rows.kept(),
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
  private Dataset<Row> shaped(Classification classified) {
    long seq = classified.seq() + 1;
    Column[] keys = table.keys().stream().map(Columns::named).toArray(Column[]::new);
    Column event = col(FeatureTable.EVENT_TS);
    Column known = col(FeatureTable.KNOWN_AT);
    Duration lag = table.source().definition().availabilityLag();
    List<Column> columns = new ArrayList<>();
    for (String name : Classified.stored(table)) {
      columns.add(Columns.named(name));
      if (name.equals(FeatureTable.KNOWN_AT)) {
        columns.add(greatest(Times.plus(event, lag), known).as(FeatureTable.EFFECTIVE_TS));
      }
    }
    columns.add(lit(seq).as(FeatureTable.SEQ));
    columns.add(pmod(hash(keys), lit(classified.buckets())).as(FeatureTable.BUCKET));
    columns.add(RunOrder.run(lit(seq), event).as(FeatureTable.RUN));
    return RunOrder.sorted(
        table,
        classified.rows().where(col(Classified.ADDED)).select(columns.toArray(Column[]::new)));
  }
}
