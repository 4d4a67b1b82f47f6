package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Which versions of the ledger are there: what stands in the ledger is published. */
final class Publications {
  private final Run run;

  Publications(Run run) {
    this.run = run;
  }

  /** The current version of a period; empty if there is none. */
  Optional<Publication> current(String period) {
    int version = highest(run.newest(CostTables.LEDGER.ref()), period);
    return run.warehouse().registry().events().of(Publication.ACTION).stream()
        .flatMap(event -> Publication.of(event).stream())
        .filter(each -> each.period().equals(period) && each.version() == version)
        .reduce((older, newer) -> newer);
  }

  /**
   * The highest version of a period in a table that has versions; 0 for none.
   *
   * @param table at the version to look at
   */
  int highest(PinnedTable table, String period) {
    Row row =
        run.read(table)
            .where(col("period").equalTo(period))
            .agg(max("version"))
            .collectAsList()
            .get(0);
    return row.isNullAt(0) ? 0 : row.getInt(0);
  }
}
