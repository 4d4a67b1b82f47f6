package io.tidemark.featurestore.training;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.featurestore.pit.MergeJoin;
import io.tidemark.featurestore.pit.PointInTimeJoin;
import io.tidemark.featurestore.pit.SpineRows;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The verb {@code training-set diff}: a version as it was made against the same spine as corrected,
 * with all that is known today. Labels are not looked up again.
 */
public final class DiffTrainingSet {
  /** The verb's words. */
  public static final String VERB = "training-set diff";

  // No column of a set begins so.
  private static final String NOW = "__now_";
  private static final int EXAMPLES = 5;

  private final PointInTimeJoin engine;

  public DiffTrainingSet() {
    this(new MergeJoin());
  }

  /** Answers with another engine. */
  public DiffTrainingSet(PointInTimeJoin engine) {
    this.engine = engine;
  }

  /**
   * Compares one version; the run is neither completed nor failed.
   *
   * @param ref {@code name@K}, or {@code name} for the newest version
   * @return exit code 0 with one result: name, version, rows, rowsChanged, of each column that the
   *     join gives how many values change, and at most five examples
   * @throws io.tidemark.lineage.definition.Refusal 2 if there is no such version, 10 if an input is
   *     gone
   */
  public Answer diff(Run run, Project project, Ref ref) {
    RecordedSet set = RecordedSet.open(run, project, ref);
    Map<String, Object> result = set.reading(() -> compared(set));
    return new Answer(VERB, run.id(), Status.OK, 0, List.of(result), List.of());
  }

  private Map<String, Object> compared(RecordedSet set) {
    List<AsOfView> then = set.viewsThen();
    // Planning two joins as one query takes longer than to run them, and rows are read twice.
    Dataset<Row> known =
        engine.answer(
            set.spine(), then, set.knowledge(), joined -> joined.rows().localCheckpoint());
    SpineRows made = new SpineRows(known, set.spine().time());
    List<AsOfView> now = set.viewsNow().stream().map(view -> view.prefixed(NOW)).toList();
    Knowledge corrected = new Knowledge(Knowledge.Mode.AS_CORRECTED, null);
    Dataset<Row> both = engine.join(made, now, corrected).rows().localCheckpoint();
    List<String> names = names(then, set.hasDiagnostics());
    List<Column> counts = new ArrayList<>();
    Column any = lit(false);
    for (String name : names) {
      Column changed = changed(both.schema(), name);
      any = any.or(changed);
      counts.add(count(when(changed, lit(1))));
    }
    counts.add(0, count(when(any, lit(1))));
    Row found = both.agg(count(lit(1)), counts.toArray(new Column[0])).first();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", set.row().name());
    result.put("version", set.row().version());
    result.put("rows", found.getLong(0));
    result.put("rowsChanged", found.getLong(1));
    List<Object> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Map<String, Object> column = new LinkedHashMap<>();
      column.put("name", names.get(i));
      column.put("changed", found.getLong(2 + i));
      columns.add(column);
    }
    result.put("columns", columns);
    result.put(
        "examples", found.getLong(1) == 0 ? List.of() : examples(set, both.where(any), names));
    return result;
  }

  /** The set's columns that the join gives. */
  private static List<String> names(List<AsOfView> views, boolean diagnostics) {
    List<String> names = new ArrayList<>();
    for (AsOfView view : views) {
      view.features().forEach(each -> names.add(each.name()));
      view.windows().forEach(each -> names.add(each.name()));
    }
    if (diagnostics) {
      for (AsOfView view : views) {
        names.add(view.eventTimeColumn());
        names.add(view.knownAtColumn());
      }
    }
    return names;
  }

  private static Column changed(StructType schema, String name) {
    return expr("NOT (" + value(schema, name) + " <=> " + value(schema, NOW + name) + ")");
  }

  private static String value(StructType schema, String name) {
    StructField field = schema.fields()[schema.fieldIndex(name)];
    return RowEncoding.value(RowEncoding.quoted(name), field.dataType());
  }

  private static List<Object> examples(RecordedSet set, Dataset<Row> rows, List<String> names) {
    Map<String, String> keys = SpineColumns.keyNames(set.plan());
    List<Column> order = new ArrayList<>();
    keys.values().forEach(name -> order.add(Columns.named(name)));
    order.add(Columns.named(SpineColumns.TIME));
    StructType schema = rows.schema();
    List<Column> columns = new ArrayList<>();
    keys.values().forEach(name -> columns.add(text(schema, name)));
    columns.add(text(schema, SpineColumns.TIME));
    for (String name : names) {
      columns.add(changed(schema, name));
      columns.add(text(schema, name));
      columns.add(text(schema, NOW + name));
    }
    List<Row> found =
        rows.orderBy(order.toArray(new Column[0]))
            .limit(EXAMPLES)
            .select(columns.toArray(new Column[0]))
            .collectAsList(); // at most five
    List<Object> examples = new ArrayList<>();
    // One column of each row before another column of the same one.
    for (int round = 0; round < names.size(); round++) {
      for (Row row : found) {
        int column = nthChanged(row, keys.size() + 1, names.size(), round);
        if (column >= 0 && examples.size() < EXAMPLES) {
          examples.add(example(row, List.copyOf(keys.keySet()), names.get(column), column));
        }
      }
    }
    return examples;
  }

  private static int nthChanged(Row row, int from, int columns, int n) {
    int left = n;
    for (int i = 0; i < columns; i++) {
      if (row.getBoolean(from + 3 * i) && left-- == 0) {
        return i;
      }
    }
    return -1;
  }

  private static Map<String, Object> example(Row row, List<String> keys, String name, int column) {
    Map<String, Object> of = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      of.put(keys.get(i), row.get(i));
    }
    int at = keys.size() + 1 + 3 * column;
    Map<String, Object> example = new LinkedHashMap<>();
    example.put("keys", of);
    example.put("time", row.get(keys.size()));
    example.put("column", name);
    example.put("asKnown", row.get(at + 1));
    example.put("asCorrected", row.get(at + 2));
    return example;
  }

  /** A value as {@code sql -o csv} prints it. */
  private static Column text(StructType schema, String name) {
    StructField field = schema.fields()[schema.fieldIndex(name)];
    return KeyText.isScalar(field.dataType())
        ? KeyText.of(Columns.named(name), field.dataType())
        : expr("to_json(" + RowEncoding.quoted(name) + ")");
  }
}
