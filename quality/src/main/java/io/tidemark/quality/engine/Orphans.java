package io.tidemark.quality.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.tidemark.lineage.Columns;
import io.tidemark.quality.definition.Check.References;
import io.tidemark.quality.definition.Rule;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Rows whose key is no row of another table.
 *
 * @param to the other table, in the session
 */
record Orphans(Rule rule, References references, Column scope, StructType schema, Dataset<Row> to)
    implements Work.Grouped {

  private static final String FOUND = "__tidemark_found";

  @Override
  public Dataset<Row> tallies(Dataset<Row> rows, List<Column> segments) {
    List<Column> names = references.columns().stream().map(Columns::named).toList();
    KeyedRows keyed = new KeyedRows(rows, segments, state(), names);
    Dataset<Row> judged = joined(keyed.counted(), keyed.keys());
    Column sample = Samples.json(references.columns(), keyed.keys(), schema);
    return keyed.tallies(judged, col(FOUND).isNull(), sample);
  }

  /** The rows with a BOOLEAN that is TRUE for those that fail. */
  Dataset<Row> marked(Dataset<Row> rows, String mark) {
    List<Column> names = references.columns().stream().map(Columns::named).toList();
    Column state = state();
    Column failed =
        when(state.equalTo(Specials.FAILED), true)
            .when(state.equalTo(Specials.OPEN), col(FOUND).isNull())
            .otherwise(false);
    List<Column> kept = new ArrayList<>();
    for (String name : rows.columns()) {
      kept.add(Columns.named(name));
    }
    kept.add(failed.as(mark));
    return joined(rows, names).select(KeyedRows.array(kept));
  }

  private Dataset<Row> joined(Dataset<Row> rows, List<Column> keys) {
    List<Column> there = new ArrayList<>();
    Column equal = lit(true);
    Column known = lit(true);
    for (int i = 0; i < keys.size(); i++) {
      String name = "__tidemark_to" + i;
      there.add(Columns.named(references.toColumns().get(i)).as(name));
      known = known.and(col(name).isNotNull());
      equal = equal.and(keys.get(i).equalTo(col(name)));
    }
    Dataset<Row> found =
        to.select(KeyedRows.array(there)).where(known).distinct().withColumn(FOUND, lit(true));
    return rows.join(found, equal, "left_outer");
  }

  private Column state() {
    return Specials.state(rule, scope, references.columns(), schema);
  }
}
