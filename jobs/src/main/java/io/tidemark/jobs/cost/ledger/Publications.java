package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Which versions of the ledger are there: what stands in the ledger is published. */
final class Publications {
  private final Run run;
  private final Map<String, Known> known = new HashMap<>();

  /** What a version of the table says of a period. */
  private record Known(PinnedTable ledger, int highest, Optional<Publication> current) {}

  Publications(Run run) {
    this.run = run;
  }

  /** The current version of a period; empty if there is none. */
  Optional<Publication> current(String period) {
    return known(period).current();
  }

  /** The highest version of a period in the ledger; 0 for none. */
  int highest(String period) {
    return known(period).highest();
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

  /** Looks again only where somebody has written since. */
  private Known known(String period) {
    PinnedTable newest = run.newest(CostTables.LEDGER.ref());
    Known before = known.get(period);
    if (before != null && before.ledger().equals(newest)) {
      return before;
    }
    int highest = highest(newest, period);
    Optional<Publication> current =
        run.warehouse().registry().events().of(Publication.ACTION).stream()
            .flatMap(event -> Publication.of(event).stream())
            .filter(each -> each.period().equals(period) && each.version() == highest)
            .reduce((older, newer) -> newer);
    Known now = new Known(newest, highest, current);
    known.put(period, now);
    return now;
  }
}
