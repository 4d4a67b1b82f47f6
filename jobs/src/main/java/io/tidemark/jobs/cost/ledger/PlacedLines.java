package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.unix_seconds;

import io.tidemark.jobs.cost.allocate.Stage;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The lines of a period, each with where it belongs.
 *
 * @param rows of {@link Placing}
 * @param stages that lines are of
 * @param hasMachines whether some tell of the use of a machine
 * @param first when the first month begins that a charge period touches
 * @param next when the month after the last one begins
 */
record PlacedLines(
    Dataset<Row> rows, Set<Stage> stages, boolean hasMachines, Instant first, Instant next) {
  PlacedLines {
    stages = Set.copyOf(stages);
  }

  /**
   * Looks at rows of a period.
   *
   * @param rows of {@link Placing}
   */
  static PlacedLines of(Month month, Dataset<Row> rows) {
    Set<Stage> stages = EnumSet.noneOf(Stage.class);
    boolean hasMachines = false;
    Instant first = month.first();
    Instant next = month.next();
    // A row per stage.
    for (Row row :
        rows.groupBy(Placing.STAGE)
            .agg(
                max(col("_split_parent").isNotNull()),
                unix_seconds(ChargeMonths.FIRST),
                unix_seconds(ChargeMonths.NEXT))
            .collectAsList()) {
      stages.add(Stage.valueOf(row.getString(0).toUpperCase(Locale.ROOT)));
      hasMachines |= row.getBoolean(1);
      first = Collections.min(List.of(first, Instant.ofEpochSecond(row.getLong(2))));
      next = Collections.max(List.of(next, Instant.ofEpochSecond(row.getLong(3))));
    }
    return new PlacedLines(rows, stages, hasMachines, first, next);
  }

  /** The lines of some stages. */
  Dataset<Row> of(Stage... these) {
    return rows.where(col(Placing.STAGE).isin(Stream.of(these).map(Stage::word).toArray()));
  }
}
