package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import io.tidemark.jobs.cost.allocate.Stage;
import java.util.EnumSet;
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
 */
record PlacedLines(Dataset<Row> rows, Set<Stage> stages, boolean hasMachines) {
  PlacedLines {
    stages = Set.copyOf(stages);
  }

  /**
   * Looks at rows of a period.
   *
   * @param rows of {@link Placing}
   */
  static PlacedLines of(Dataset<Row> rows) {
    Set<Stage> stages = EnumSet.noneOf(Stage.class);
    boolean hasMachines = false;
    // A row per stage.
    for (Row row :
        rows.groupBy(Placing.STAGE).agg(max(col("_split_parent").isNotNull())).collectAsList()) {
      stages.add(Stage.valueOf(row.getString(0).toUpperCase(Locale.ROOT)));
      hasMachines |= row.getBoolean(1);
    }
    return new PlacedLines(rows, stages, hasMachines);
  }

  /** The lines of some stages. */
  Dataset<Row> of(Stage... these) {
    return rows.where(col(Placing.STAGE).isin(Stream.of(these).map(Stage::word).toArray()));
  }
}
