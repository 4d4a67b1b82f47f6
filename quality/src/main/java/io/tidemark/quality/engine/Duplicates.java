package io.tidemark.quality.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.tidemark.lineage.Columns;
import io.tidemark.quality.definition.Check.SortKey;
import io.tidemark.quality.definition.Check.Unique;
import io.tidemark.quality.definition.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Rows whose key repeats. */
record Duplicates(Rule rule, Unique unique, Column scope, StructType schema)
    implements Work.Grouped {

  private static final String SPREAD = "__tidemark_spread";
  private static final String STATE = "__tidemark_state";

  @Override
  public Dataset<Row> tallies(Dataset<Row> rows, List<Column> segments) {
    KeyedRows keyed = new KeyedRows(rows, segments, state(), named(unique.columns()));
    Dataset<Row> judged = keyed.counted();
    Column together = col("n");
    if (keyed.isSegmented()) {
      List<Column> key = new ArrayList<>(keyed.keys());
      key.add(col("s"));
      together = col("together");
      judged =
          judged.withColumn(
              "together", sum(col("n")).over(Window.partitionBy(KeyedRows.array(key))));
    }
    Column sample = Samples.json(unique.columns(), keyed.keys(), schema);
    return keyed.tallies(judged, together.gt(1), sample);
  }

  /** The rows with a BOOLEAN that is TRUE for those to withhold: all of a key, or all but one. */
  Dataset<Row> marked(Dataset<Row> rows, String mark) {
    // Rows that have no part in it would otherwise all meet in one window.
    Column open = col(STATE).isNotNull().and(col(STATE).equalTo(Specials.OPEN));
    Dataset<Row> spread =
        rows.withColumn(STATE, state())
            .withColumn(SPREAD, when(not(open), monotonically_increasing_id()));
    List<Column> partition = new ArrayList<>(named(unique.columns()));
    partition.add(col(SPREAD));
    WindowSpec key = Window.partitionBy(KeyedRows.array(partition));
    Column repeated = count(lit(1)).over(key).gt(1);
    Column withheld =
        unique.keepOrder().isEmpty()
            ? repeated
            : repeated.and(row_number().over(key.orderBy(KeyedRows.array(order()))).gt(1));
    Column decided =
        when(col(STATE).equalTo(Specials.FAILED), true)
            .when(col(STATE).equalTo(Specials.OPEN), withheld)
            .otherwise(false);
    return spread.withColumn(mark, decided).drop(STATE, SPREAD);
  }

  private Column state() {
    return Specials.state(rule, scope, unique.columns(), schema);
  }

  private List<Column> order() {
    List<Column> order = new ArrayList<>();
    for (SortKey key : unique.keepOrder()) {
      Column column = Columns.named(key.column());
      order.add(key.descending() ? column.desc_nulls_first() : column.asc_nulls_first());
    }
    for (StructField field : schema.fields()) {
      if (isOrdered(field.dataType())) {
        order.add(Columns.named(field.name()).asc_nulls_first());
      }
    }
    return order;
  }

  /** Maps have no order. */
  private static boolean isOrdered(DataType type) {
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields()).allMatch(f -> isOrdered(f.dataType()));
    }
    return type instanceof ArrayType array
        ? isOrdered(array.elementType())
        : !(type instanceof MapType);
  }

  private static List<Column> named(List<String> names) {
    return names.stream().map(Columns::named).toList();
  }
}
