package io.tidemark.quality.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows in scope counted by segment, {@link Specials state} and key: columns g0…, s, k0… and n. Only
 * open rows have a key.
 */
final class KeyedRows {
  private static final Column STATE = col("s");
  private static final Column ROWS = col("n");
  private static final Column OPEN = STATE.equalTo(Specials.OPEN);

  private final int segments;
  private final int keys;
  private final Dataset<Row> counted;

  KeyedRows(Dataset<Row> rows, List<Column> segments, Column state, List<Column> keys) {
    this.segments = segments.size();
    this.keys = keys.size();
    List<Column> all = new ArrayList<>();
    List<Column> masked = new ArrayList<>(segments());
    masked.add(STATE);
    for (int i = 0; i < segments.size(); i++) {
      all.add(segments.get(i).as("g" + i));
    }
    all.add(state.as("s"));
    for (int i = 0; i < keys.size(); i++) {
      all.add(keys.get(i).as("k" + i));
      masked.add(when(OPEN, col("k" + i)).as("k" + i));
    }
    this.counted =
        rows.select(array(all))
            .where(STATE.isNotNull())
            .select(array(masked))
            .groupBy(
                array(Stream.of(segments(), List.of(STATE), keys()).flatMap(List::stream).toList()))
            .agg(count(lit(1)).as("n"));
  }

  Dataset<Row> counted() {
    return counted;
  }

  List<Column> keys() {
    return IntStream.range(0, keys).mapToObj(i -> col("k" + i)).toList();
  }

  boolean isSegmented() {
    return segments > 0;
  }

  /**
   * The segments' tallies.
   *
   * @param judged the counted rows with whatever the verdict needs beside
   * @param failed TRUE for open rows that fail
   * @param sample what shows a row
   */
  Dataset<Row> tallies(Dataset<Row> judged, Column failed, Column sample) {
    Column bad = STATE.equalTo(Specials.FAILED).or(OPEN.and(failed));
    return judged
        .groupBy(array(segments()))
        .agg(
            sum(ROWS),
            sum(when(STATE.notEqual(Specials.SKIPPED), ROWS)),
            sum(when(bad, ROWS)),
            lit(0L),
            lit(null).cast("double"),
            Samples.first(when(bad, sample)));
  }

  private List<Column> segments() {
    return IntStream.range(0, segments).mapToObj(i -> col("g" + i)).toList();
  }

  static Column[] array(List<Column> columns) {
    return columns.toArray(Column[]::new);
  }
}
