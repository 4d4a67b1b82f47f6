package io.tidemark.quality.quarantine;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import io.tidemark.lineage.Run;
import io.tidemark.quality.store.LackingRows;
import io.tidemark.quality.store.QualityTables;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How withheld rows stand: {@code quality.quarantine_state}, of which the newest row counts. */
public final class RowStates {
  /** The column that {@link #with} adds. */
  public static final String STATE = "__state";

  private static final String BATCH = "__state_batch";
  private static final String ROW = "__state_row";

  private final StoredTables tables;

  public RowStates(StoredTables tables) {
    this.tables = tables;
  }

  /** Withheld rows, each with the word of its state; one that nobody has noted yet is open. */
  public Dataset<Row> with(Dataset<Row> withheld) {
    Dataset<Row> newest = newest();
    return withheld
        .join(
            newest,
            withheld
                .col(QuarantineTable.BATCH_ID)
                .equalTo(newest.col(BATCH))
                .and(withheld.col(QuarantineTable.ROW_ID).equalTo(newest.col(ROW))),
            "left")
        .drop(BATCH, ROW)
        .withColumn(STATE, coalesce(col(STATE), lit(RowState.OPEN.word())));
  }

  private Dataset<Row> newest() {
    // Of one instant a decision counts, and not that the row was open before.
    Column order = struct(col("at"), col("state").notEqual(RowState.OPEN.word()), col("state"));
    return tables
        .rows(QualityTables.QUARANTINE_STATE.ref())
        .orElseThrow(
            () -> new IllegalStateException(QualityTables.QUARANTINE_STATE.ref() + " is missing"))
        .groupBy(col("batch_id").as(BATCH), col("row_id").as(ROW))
        .agg(max_by(col("state"), order).as(STATE));
  }

  /**
   * Notes a state of withheld rows, in one commit; of those that are noted in it already nothing.
   *
   * @param withheld rows of a quarantine table, the same each time they are computed
   */
  public static void note(Run run, Dataset<Row> withheld, RowState state) {
    Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Dataset<Row> noted =
        withheld.select(
            col(QuarantineTable.BATCH_ID).as("batch_id"),
            col(QuarantineTable.ROW_ID).as("row_id"),
            lit(state.word()).as("state"),
            lit(run.id()).as("run_id"),
            lit(at).as("at"));
    LackingRows.append(
        run,
        QualityTables.QUARANTINE_STATE.ref(),
        there -> {
          Dataset<Row> same = there.where(col("state").equalTo(state.word()));
          Column known =
              noted
                  .col("batch_id")
                  .equalTo(same.col("batch_id"))
                  .and(noted.col("row_id").equalTo(same.col("row_id")));
          return noted.join(same, known, "left_anti");
        });
  }
}
