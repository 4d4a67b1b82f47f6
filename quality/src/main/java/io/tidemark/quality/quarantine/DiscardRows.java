package io.tidemark.quality.quarantine;

import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The verb {@code quarantine discard}: withheld rows that will never be released. */
public final class DiscardRows {
  private static final String VERB = "quarantine discard";

  private final Run run;

  public DiscardRows(Run run) {
    this.run = run;
  }

  /**
   * Discards the open rows of a batch; they stay in quarantine, to be seen.
   *
   * @param rowIds some of them; empty for all
   * @throws Refusal if the batch or a row is not known
   */
  public Answer discard(String batchId, List<String> rowIds) {
    StoredTables tables = StoredTables.of(run);
    Batch batch = new Batches(tables).require(batchId);
    WithheldRows rows = WithheldRows.of(tables, batch, rowIds);
    long open = rows.counts().getOrDefault(RowState.OPEN, 0L);
    if (open > 0) {
      RowStates.note(run, rows.open(), RowState.DISCARDED);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("batch", batch.id());
    result.put("target", batch.target());
    result.put("status", open > 0 ? "written" : "unchanged");
    result.put("rowsDiscarded", open);
    return new Answer(
        VERB, run.id(), open > 0 ? Status.OK : Status.UNCHANGED, 0, List.of(result), List.of());
  }
}
