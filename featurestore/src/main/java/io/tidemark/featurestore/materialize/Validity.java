package io.tidemark.featurestore.materialize;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.lineage.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.StructField;

/**
 * Rows valid from {@code event_ts} until {@link #VALID_TO}, NULL meaning still, as events: each row
 * at its start, and a deletion where it ends and no row of its key starts.
 */
final class Validity {
  static final String VALID_TO = "__valid_to";

  /** Whether a row overlaps one of its key; false for the deletions that are added. */
  static final String OVERLAPS = "__overlaps";

  private static final String START = "__start";
  private static final String NEXT = "__next";
  private static final String EARLIER = "__earlier";
  private static final String CONTENT = "__content";
  private static final String SPREAD = "__spread";
  private static final String AT = "__at";

  private Validity() {}

  /**
   * The events of rows.
   *
   * @param rows in the shape of a feature table, with {@link #VALID_TO}; all of the source, so that
   *     every row meets its neighbours
   * @param keyless whether a row has no key; it is nobody's neighbour then
   * @param emptied columns that are NULL in an added deletion
   * @return the rows without {@link #VALID_TO}, the deletions, and {@link #OVERLAPS} for each
   */
  static Dataset<Row> events(
      Dataset<Row> rows, List<String> keys, Column keyless, List<String> emptied) {
    Column ends = col(VALID_TO);
    Column start = col(START);
    Dataset<Row> met =
        rows.withColumn(START, unix_micros(col(FeatureTable.EVENT_TS)))
            .withColumn(CONTENT, content(rows))
            .withColumn(SPREAD, when(keyless, xxhash64(col(FeatureTable.EVENT_TS), ends)));
    WindowSpec newestFirst = newestFirst(keys);
    // Newest first: the running minimum over what starts later is the start of the next row.
    Column next = min(start).over(newestFirst.rangeBetween(Window.unboundedPreceding(), -1L));
    Column earlier = lag(struct(start, col(CONTENT)), 1).over(newestFirst);
    Dataset<Row> judged =
        met.withColumn(NEXT, next)
            .withColumn(EARLIER, earlier)
            .withColumn(OVERLAPS, overlaps(keyless))
            .withColumn(
                AT,
                explode(
                    when(endsHere(keyless), array(event(false), event(true)))
                        .otherwise(array(event(false)))));
    List<Column> columns = new ArrayList<>();
    for (String name : rows.columns()) {
      if (!name.equals(VALID_TO)) {
        columns.add(column(name, emptied).as(name));
      }
    }
    columns.add(not(added()).and(col(OVERLAPS)).as(OVERLAPS));
    return judged.select(columns.toArray(Column[]::new));
  }

  private static WindowSpec newestFirst(List<String> keys) {
    List<Column> partition = new ArrayList<>();
    keys.forEach(k -> partition.add(Columns.named(k)));
    partition.add(col(SPREAD));
    return Window.partitionBy(partition.toArray(Column[]::new)).orderBy(col(START).desc());
  }

  /** All that makes two rows different, comparable. */
  private static Column content(Dataset<Row> rows) {
    return struct(
        Arrays.stream(rows.schema().fields())
            .filter(f -> !f.name().equals(Classified.READ))
            .map(
                (StructField f) -> Canonical.of(Columns.named(f.name()), f.dataType()).as(f.name()))
            .toArray(Column[]::new));
  }

  private static Column overlaps(Column keyless) {
    Column ends = unix_micros(col(VALID_TO));
    Column start = col(START);
    Column other = col(EARLIER);
    Column backwards = ends.leq(start);
    Column intoNext = col(NEXT).isNotNull().and(ends.isNull().or(ends.gt(col(NEXT))));
    Column beside =
        other
            .getField(START)
            .equalTo(start)
            .and(not(other.getField(CONTENT).eqNullSafe(col(CONTENT))));
    return not(keyless)
        .and(start.isNotNull())
        .and(coalesce(backwards, lit(false)).or(intoNext).or(coalesce(beside, lit(false))));
  }

  private static Column endsHere(Column keyless) {
    Column ends = unix_micros(col(VALID_TO));
    Column gap = keyless.or(col(NEXT).isNull()).or(ends.notEqual(col(NEXT)));
    return col(START).isNotNull().and(ends.isNotNull()).and(gap);
  }

  private static Column event(boolean added) {
    Column at = col(added ? VALID_TO : FeatureTable.EVENT_TS);
    return struct(at.as(FeatureTable.EVENT_TS), lit(added).as("added"));
  }

  private static Column added() {
    return col(AT).getField("added");
  }

  private static Column column(String name, List<String> emptied) {
    if (name.equals(FeatureTable.EVENT_TS)) {
      return col(AT).getField(name);
    }
    if (name.equals(FeatureTable.DELETED)) {
      return col(name).or(added());
    }
    return emptied.contains(name) ? when(not(added()), Columns.named(name)) : Columns.named(name);
  }
}
