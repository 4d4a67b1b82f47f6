package io.tidemark.quality.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.tidemark.lineage.Columns;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How many values a column has, exactly: NULL is none, NaN is one. */
record DistinctValues(String column, Column scope) implements Work.Grouped {

  @Override
  public Dataset<Row> tallies(Dataset<Row> rows, List<Column> segments) {
    List<Column> selected = new ArrayList<>();
    List<Column> groups = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      selected.add(segments.get(i).as("g" + i));
      groups.add(col("g" + i));
    }
    selected.add(scope.as("s"));
    selected.add(when(scope, Columns.named(column)).as("v"));
    Column inScope = count_if(col("s"));
    return rows.select(KeyedRows.array(selected))
        .groupBy(KeyedRows.array(groups))
        .agg(
            inScope,
            inScope,
            lit(0L),
            lit(0L),
            count_distinct(col("v")).cast("double"),
            lit(null).cast("string"));
  }
}
