package io.tidemark.quality.engine;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.tidemark.lineage.Columns;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** For each row, the rules that it fails. */
final class Violations {

  /** The column that holds them. */
  static final String COLUMN = "_violations";

  /** Its type. */
  static final ArrayType TYPE =
      DataTypes.createArrayType(
          new StructType()
              .add("rule_id", DataTypes.StringType)
              .add("columns", DataTypes.createArrayType(DataTypes.StringType))
              .add("observed", DataTypes.StringType));

  private Violations() {}

  /**
   * The rows, each once, with their violations as last column.
   *
   * @param rules that were computed without error; only row rules count
   */
  static Dataset<Row> of(Dataset<Row> rows, List<PlannedRule> rules) {
    StructType schema = rows.schema();
    Dataset<Row> marked = rows;
    List<Column> violations = new ArrayList<>();
    List<String> marks = new ArrayList<>();
    for (PlannedRule rule : rules) {
      String mark = "__tidemark_mark" + marks.size();
      Work work = rule.work();
      List<String> columns = rule.rule().check().columns();
      Column fails = col(mark);
      if (work instanceof Duplicates duplicates) {
        marked = duplicates.marked(marked, mark);
        marks.add(mark);
      } else if (work instanceof Orphans orphans) {
        marked = orphans.marked(marked, mark);
        marks.add(mark);
      } else if (work instanceof Work.Rowwise rowwise) {
        fails = not(rowwise.verdict());
        columns = rowwise.columns();
      } else {
        continue;
      }
      violations.add(when(fails, violation(rule, columns, schema)));
    }
    // An array of nothing has no type.
    violations.add(lit(null).cast(TYPE.elementType()));
    Column all = array_compact(array(violations.toArray(Column[]::new))).cast(TYPE);
    return marked.withColumn(COLUMN, all).drop(marks.toArray(String[]::new));
  }

  private static Column text(String value) {
    return lit(value);
  }

  private static Column violation(PlannedRule rule, List<String> columns, StructType schema) {
    Column[] names = columns.stream().map(Violations::text).toArray(Column[]::new);
    Column observed =
        columns.size() == 1
            ? Columns.named(columns.get(0)).cast(DataTypes.StringType)
            : Samples.json(columns, schema);
    return struct(
            lit(rule.rule().id()).as("rule_id"),
            array(names).cast(DataTypes.createArrayType(DataTypes.StringType)).as("columns"),
            observed.as("observed"))
        .cast(TYPE.elementType());
  }
}
