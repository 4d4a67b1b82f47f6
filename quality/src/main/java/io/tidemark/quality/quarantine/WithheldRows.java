package io.tidemark.quality.quarantine;

import static org.apache.spark.sql.functions.col;

import io.tidemark.lineage.definition.Refusal;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows of a batch, or some of them, and how each stands. */
public final class WithheldRows {
  private final Dataset<Row> rows;

  private WithheldRows(Dataset<Row> rows) {
    this.rows = rows;
  }

  /**
   * The rows of a batch.
   *
   * @param rowIds which; empty for all
   * @throws Refusal if the batch has no such row
   */
  public static WithheldRows of(StoredTables tables, Batch batch, List<String> rowIds) {
    Dataset<Row> all =
        QuarantineTable.of(batch.object())
            .rows(tables, batch.id())
            .orElseThrow(
                () ->
                    Refusal.of(
                        "NOTHING_WITHHELD",
                        null,
                        "batch " + batch.id() + " has withheld no rows",
                        "see `tidemark quarantine list`"));
    if (rowIds.isEmpty()) {
      return new WithheldRows(new RowStates(tables).with(all));
    }
    Dataset<Row> some = all.where(col(QuarantineTable.ROW_ID).isInCollection(rowIds));
    Set<String> missing = new HashSet<>(rowIds);
    some.select(QuarantineTable.ROW_ID)
        .collectAsList()
        .forEach(row -> missing.remove(row.getString(0)));
    if (!missing.isEmpty()) {
      throw Refusal.of(
          "UNKNOWN_ROW",
          null,
          "batch %s has no row '%s'".formatted(batch.id(), missing.iterator().next()),
          "see `tidemark quarantine show " + batch.id() + "`");
    }
    return new WithheldRows(new RowStates(tables).with(some));
  }

  /** With the word of each row's state in {@link RowStates#STATE}. */
  public Dataset<Row> withStates() {
    return rows;
  }

  /** Those that can still be released or discarded, as quarantine keeps them. */
  public Dataset<Row> open() {
    return rows.where(col(RowStates.STATE).equalTo(RowState.OPEN.word())).drop(RowStates.STATE);
  }

  /** How many there are in each state. */
  public Map<RowState, Long> counts() {
    Map<RowState, Long> counts = new EnumMap<>(RowState.class);
    for (RowState state : RowState.values()) {
      counts.put(state, 0L);
    }
    for (Row row : rows.groupBy(RowStates.STATE).count().collectAsList()) {
      counts.put(RowState.of(row.getString(0)), row.getLong(1));
    }
    return counts;
  }
}
