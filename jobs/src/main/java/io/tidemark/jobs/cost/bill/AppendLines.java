package io.tidemark.jobs.cost.bill;

import static org.apache.spark.sql.functions.col;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.lineage.AppendSpec;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.definition.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Adds the lines of a delivery to {@code cost.bill_line} in one commit, and never twice: a run that
 * died before its event, and one that works beside this one, leave the same lines, which are found
 * and taken over.
 */
final class AppendLines {
  private static final TableRef TABLE = CostTables.BILL_LINE.ref();
  private static final int ATTEMPTS = 50;
  private static final int MARK = 12;

  private final Run run;

  AppendLines(Run run) {
    this.run = run;
  }

  /**
   * Adds them, unless they are there.
   *
   * @param deliveryId that they are to have
   * @param content hash of the delivery
   * @param rows by the delivery's id; the same each time they are computed
   * @return the id that they have: with a part of the hash at its end if other content has the
   *     wanted one
   */
  String append(String deliveryId, String content, Function<String, Dataset<Row>> rows) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      // The ordinal comes after every line that was looked at: who is faster takes it.
      PinnedTable newest = run.newest(TABLE);
      String id = deliveryId;
      Optional<String> there = content(newest, id);
      if (there.isPresent() && !there.get().equals(content)) {
        id = deliveryId + "+" + content.substring(0, MARK);
        there = content(newest, id);
      }
      if (there.isPresent()) {
        return id;
      }
      AppendSpec spec = new AppendSpec(newest.version(), run.newestSeq(newest) + 1);
      if (run.append(TABLE, rows.apply(id), spec).isPresent()) {
        return id;
      }
    }
    throw Refusal.of(
        "TABLE_BUSY",
        null,
        "%d other runs have written %s meanwhile".formatted(ATTEMPTS, TABLE),
        "run it again when they are done");
  }

  /** The hash of the content that the lines of a delivery were made of; empty if there are none. */
  private Optional<String> content(PinnedTable table, String deliveryId) {
    // One at most.
    List<Row> first =
        run.read(table)
            .where(col("delivery_id").equalTo(deliveryId))
            .select("_content")
            .limit(1)
            .collectAsList();
    return first.stream().map(row -> row.isNullAt(0) ? "" : row.getString(0)).findFirst();
  }
}
