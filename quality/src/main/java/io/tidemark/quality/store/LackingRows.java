package io.tidemark.quality.store;

import io.tidemark.lineage.AppendSpec;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.definition.Refusal;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Adds to a table what it lacks, decided by what is in it at the very version added to. */
public final class LackingRows {
  private static final int ATTEMPTS = 50;

  private LackingRows() {}

  /**
   * Adds rows in one commit, or in none if there are none to add.
   *
   * @param lacking the rows to add to those that are there
   * @throws Refusal if the table is missing, or too many other runs write to it
   */
  public static void append(Run run, TableRef table, UnaryOperator<Dataset<Row>> lacking) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      PinnedTable newest = run.newest(table);
      Dataset<Row> rows = lacking.apply(run.read(newest)).coalesce(1);
      AppendSpec spec = new AppendSpec(newest.version(), run.newestSeq(newest) + 1);
      if (rows.isEmpty() || run.append(table, rows, spec).isPresent()) {
        return;
      }
    }
    throw Refusal.of(
        "TABLE_BUSY",
        null,
        "%d other runs have written %s meanwhile".formatted(ATTEMPTS, table),
        "run it again when they are done");
  }
}
