package io.tidemark.featurestore.training;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.tidemark.featurestore.definition.Spine;
import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.featurestore.pit.SpineRows;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.SourceReader;
import io.tidemark.lineage.SourceTable;
import io.tidemark.lineage.TimeConversion;
import io.tidemark.lineage.definition.KeyColumn;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A training set's spine, opened and checked. Its rows have the kept columns, the keys and the time
 * under names of their own, so that nothing in the source can clash with a feature.
 */
final class SpineInput {
  static final String TIME = "__time";

  private final TrainingPlan plan;
  private final SourceTable table;
  private final TimeConversion time;
  private final List<String> kept;
  private final Map<String, String> keyNames;

  private SpineInput(
      TrainingPlan plan,
      SourceTable table,
      TimeConversion time,
      List<String> kept,
      Map<String, String> keyNames) {
    this.plan = plan;
    this.table = table;
    this.time = time;
    this.kept = kept;
    this.keyNames = keyNames;
  }

  /**
   * Opens the source and checks its columns against the declaration.
   *
   * @throws Refusal with every column that is missing or of another type than the key it is for
   */
  static SpineInput open(Run run, Project project, TrainingPlan plan) {
    SourceTable table = new SourceReader(run.spark(), project).read(run, plan.spineSource());
    StructType schema = table.schema();
    Spine spine = plan.set().definition().spine();
    Set<Problem> problems = new LinkedHashSet<>();
    List<String> kept = spine.allColumns() ? List.of(schema.fieldNames()) : spine.columns();
    for (int i = 0; i < kept.size(); i++) {
      if (Columns.field(schema, kept.get(i)).isEmpty()) {
        String path = "spec.spine.columns[" + i + "]";
        problems.add(Columns.missing(plan.set(), path, kept.get(i), schema));
      }
    }
    if (spine.label() != null && !kept.contains(spine.label())) {
      problems.add(Columns.missing(plan.set(), "spec.spine.label", spine.label(), schema));
    }
    Map<String, String> keyNames = new LinkedHashMap<>();
    for (TrainingPlan.View view : plan.views()) {
      for (KeyColumn key : view.entity().definition().keys()) {
        keyNames.putIfAbsent(plan.spineColumn(key), "__key" + keyNames.size());
        key(plan, view, key, schema).ifPresent(problems::add);
      }
    }
    Optional<TimeConversion> time = Optional.empty();
    try {
      time =
          Optional.of(
              TimeConversion.of(plan.set(), "spec.spine.timestamp", spine.timestamp(), schema));
    } catch (Refusal refusal) {
      problems.addAll(refusal.problems());
    }
    if (!problems.isEmpty() || time.isEmpty()) {
      throw new Refusal(2, List.copyOf(problems));
    }
    return new SpineInput(plan, table, time.get(), kept, keyNames);
  }

  private static Optional<Problem> key(
      TrainingPlan plan, TrainingPlan.View view, KeyColumn key, StructType schema) {
    String path = "spec.spine.keys." + key.name();
    String column = plan.spineColumn(key);
    Optional<StructField> field = Columns.field(schema, column);
    if (field.isEmpty()) {
      return Optional.of(Columns.missing(plan.set(), path, column, schema));
    }
    DataType asked = field.get().dataType();
    if (Columns.equal(asked, Columns.type(key.type()))) {
      return Optional.empty();
    }
    return Optional.of(
        plan.set()
            .error(
                path,
                "KEY_TYPE",
                "key %s of entity %s is %s, column `%s` of the spine is %s"
                    .formatted(
                        key.name(),
                        view.view().definition().entity(),
                        key.type().ddl(),
                        column,
                        Columns.sql(asked)),
                "give the spine's column the key's type; types are never coerced"));
  }

  SourceTable table() {
    return table;
  }

  /** The source's names of the columns kept, in output order. */
  List<String> kept() {
    return kept;
  }

  /** The name in {@link #rows} of a kept column. */
  static String keptName(int i) {
    return "__kept" + i;
  }

  /** Where the keys of a view are in {@link #rows}. */
  List<AsOfView.Key> keys(TrainingPlan.View view) {
    List<AsOfView.Key> keys = new ArrayList<>();
    for (KeyColumn key : view.entity().definition().keys()) {
      keys.add(new AsOfView.Key(key.name(), keyNames.getOrDefault(plan.spineColumn(key), "")));
    }
    return keys;
  }

  /** The spine as the engine takes it. */
  SpineRows rows() {
    return new SpineRows(selected(), TIME);
  }

  /**
   * Counts the rows once, before anything is written.
   *
   * @throws Refusal if a time is no time, or NULL where that is not to be kept
   */
  Counted counted() {
    List<Column> aggregates = new ArrayList<>(time.evidence());
    aggregates.add(count(when(col(TIME).isNull(), lit(1))));
    aggregates.addAll(checksum());
    List<Column> columns = new ArrayList<>(List.of(col("*")));
    columns.addAll(columns());
    Row found =
        table
            .rows()
            .select(columns.toArray(new Column[0]))
            .agg(count(lit(1)), aggregates.toArray(new Column[0]))
            .first();
    time.problem(found, 1)
        .ifPresent(
            problem -> {
              throw new Refusal(2, List.of(problem));
            });
    long nulls = found.getLong(3);
    if (nulls > 0 && !plan.set().definition().spine().keepNullTimestamps()) {
      throw new Refusal(
          2,
          List.of(
              plan.set()
                  .error(
                      "spec.spine.timestamp",
                      "NULL_SPINE_TIME",
                      "%d of %d spine rows have no time".formatted(nulls, found.getLong(0)),
                      "filter them out in the source, or write nullTimestamps: keep")));
    }
    return new Counted(found.getLong(0), Content.checksum(found.get(4), found.get(5)));
  }

  /** Two sums over rows that have the columns of {@link #rows}, to compare them by. */
  List<Column> checksum() {
    return Content.checksum("xxhash64(" + RowEncoding.row(selected().schema()) + ")");
  }

  private Dataset<Row> selected() {
    return table.rows().select(columns().toArray(new Column[0]));
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      columns.add(Columns.named(kept.get(i)).as(keptName(i)));
    }
    keyNames.forEach((column, name) -> columns.add(Columns.named(column).as(name)));
    columns.add(time.value().as(TIME));
    return columns;
  }

  /** How many rows there are, and the checksum of all their values. */
  record Counted(long rows, String checksum) {}
}
