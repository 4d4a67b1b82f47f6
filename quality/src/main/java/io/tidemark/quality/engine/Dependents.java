package io.tidemark.quality.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.rank;
import static org.apache.spark.sql.functions.sum;

import io.tidemark.lineage.Columns;
import io.tidemark.quality.definition.Check.FunctionalDependency;
import io.tidemark.quality.definition.Rule;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;

/** Rows whose dependent is not their determinant's most frequent, or of several the smallest. */
record Dependents(Rule rule, FunctionalDependency dependency, Column scope, StructType schema)
    implements Work.Grouped {

  @Override
  public Dataset<Row> tallies(Dataset<Row> rows, List<Column> segments) {
    List<String> columns = dependency.columns();
    KeyedRows keyed =
        new KeyedRows(
            rows,
            segments,
            Specials.state(rule, scope, columns, schema),
            columns.stream().map(Columns::named).toList());
    int split = dependency.determinant().size();
    List<Column> group = new ArrayList<>(keyed.keys().subList(0, split));
    group.add(col("s"));
    List<Column> pair = new ArrayList<>(keyed.keys());
    pair.add(col("s"));
    List<Column> order = new ArrayList<>(List.of(col("together").desc()));
    keyed.keys().subList(split, columns.size()).forEach(each -> order.add(each.asc()));
    Dataset<Row> judged =
        keyed
            .counted()
            .withColumn("together", sum(col("n")).over(Window.partitionBy(KeyedRows.array(pair))))
            .withColumn(
                "place",
                rank()
                    .over(
                        Window.partitionBy(KeyedRows.array(group))
                            .orderBy(KeyedRows.array(order))));
    Column sample = Samples.json(columns, keyed.keys(), schema);
    return keyed.tallies(judged, col("place").gt(1), sample);
  }
}
