package io.tidemark.quality.store;

import io.tidemark.lineage.AppendSpec;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.definition.Refusal;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Adds rows to tables that several runs append to at once: none is lost, none comes twice. */
public final class Appends {
  private static final int ATTEMPTS = 50;

  private Appends() {}

  /** Adds a few rows to one of the fixed tables; no rows make no commit. */
  public static void append(Run run, QualityTables table, List<Row> rows) {
    if (!rows.isEmpty()) {
      append(run, table.ref(), run.spark().createDataFrame(rows, table.schema()).coalesce(1));
    }
  }

  /**
   * Adds rows in one commit, after those of whoever was faster.
   *
   * @param rows the same each time they are computed
   * @return the Delta version
   * @throws Refusal if the table is missing, or too many other runs write to it
   */
  public static long append(Run run, TableRef table, Dataset<Row> rows) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      PinnedTable newest = run.newest(table);
      OptionalLong version =
          run.append(table, rows, new AppendSpec(newest.version(), run.newestSeq(newest) + 1));
      if (version.isPresent()) {
        return version.getAsLong();
      }
    }
    throw Refusal.of(
        "TABLE_BUSY",
        null,
        "%d other runs have written %s meanwhile".formatted(ATTEMPTS, table),
        "run it again when they are done");
  }
}
