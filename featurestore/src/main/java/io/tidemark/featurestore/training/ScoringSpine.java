package io.tidemark.featurestore.training;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.featurestore.pit.SpineRows;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.SourceTable;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.KeyColumn;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SourceDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * The spine of a scoring set: every key once, at one time. Its rows are named as {@link
 * SpineColumns} names those of a training set.
 */
record ScoringSpine(TrainingPlan plan, Dataset<Row> keys, Instant at) {

  /** How many keys there are, and the checksum of them all. */
  record Counted(long rows, String checksum) {}

  /** Every key that has a row in one of the views that could be taken, were it not too old. */
  static ScoringSpine ofViews(TrainingPlan plan, List<AsOfView> views, Instant at) {
    Dataset<Row> keys =
        views.stream()
            .map(view -> view.rows().where(view.availableAt(at)).select(keys(plan)))
            .reduce(Dataset::unionAll)
            .orElseThrow(() -> new IllegalStateException("a service has views"));
    return new ScoringSpine(plan, keys.distinct(), at);
  }

  /**
   * The keys that a source gives, NULLs among them as they are.
   *
   * @throws Refusal with every key that the source lacks or has with another type
   */
  static ScoringSpine ofSource(TrainingPlan plan, SourceTable source, Instant at) {
    Declared<SourceDefinition> declared = source.declared();
    List<Problem> problems = new ArrayList<>();
    for (KeyColumn key : ScoringPlan.keys(plan)) {
      Optional<StructField> field = Columns.field(source.schema(), key.name());
      if (field.isEmpty()) {
        problems.add(Columns.missing(declared, "metadata.name", key.name(), source.schema()));
      } else if (!Columns.equal(field.get().dataType(), Columns.type(key.type()))) {
        problems.add(
            declared.error(
                "metadata.name",
                "KEY_TYPE",
                "key %s is %s, column `%s` of the source is %s"
                    .formatted(
                        key.name(),
                        key.type().ddl(),
                        key.name(),
                        Columns.sql(field.get().dataType())),
                "give the source's column the key's type; types are never coerced"));
      }
    }
    if (!problems.isEmpty()) {
      throw new Refusal(2, problems);
    }
    return new ScoringSpine(plan, source.rows().select(keys(plan)).distinct(), at);
  }

  /** The spine as the engine takes it. */
  SpineRows rows() {
    List<Column> columns = new ArrayList<>();
    List<KeyColumn> declared = ScoringPlan.keys(plan);
    for (int i = 0; i < declared.size(); i++) {
      columns.add(Columns.named(declared.get(i).name()).as(SpineColumns.kept(i)));
    }
    SpineColumns.keyNames(plan)
        .forEach((column, name) -> columns.add(Columns.named(column).as(name)));
    columns.add(lit(at).as(SpineColumns.TIME));
    return new SpineRows(keys.select(columns.toArray(new Column[0])), SpineColumns.TIME);
  }

  Counted counted() {
    Row row = keys.agg(count(lit(1)), checksum().toArray(new Column[0])).first();
    return new Counted(row.getLong(0), Content.checksum(row.get(1), row.get(2)));
  }

  /** Two sums over rows that have the keys under their own names, to compare them by. */
  List<Column> checksum() {
    return Content.checksum("xxhash64(" + RowEncoding.row(keys.schema()) + ")");
  }

  private static Column[] keys(TrainingPlan plan) {
    return ScoringPlan.keys(plan).stream()
        .map(key -> Columns.named(key.name()))
        .toArray(Column[]::new);
  }
}
