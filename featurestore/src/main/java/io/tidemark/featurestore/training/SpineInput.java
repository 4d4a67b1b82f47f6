package io.tidemark.featurestore.training;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.tidemark.featurestore.definition.Sample;
import io.tidemark.featurestore.definition.Spine;
import io.tidemark.featurestore.definition.Split;
import io.tidemark.featurestore.definition.TrainingSetDefinition;
import io.tidemark.featurestore.pit.SpineRows;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.InputReader;
import io.tidemark.lineage.InputRows;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TimeConversion;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.EntityDefinition;
import io.tidemark.lineage.definition.KeyColumn;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SourceQuery;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A training set's spine, opened and checked. Its rows have the kept columns, the keys and the time
 * under names of their own, so that nothing in the source can clash with a feature.
 */
final class SpineInput {
  private static final String TAKEN = "__taken";

  private final TrainingPlan plan;
  private final InputRows table;
  private final TimeConversion time;
  private final List<String> kept;
  private final Map<String, String> keyNames;
  private final Column settled;

  private SpineInput(
      TrainingPlan plan,
      InputRows table,
      TimeConversion time,
      List<String> kept,
      Map<String, String> keyNames,
      Column settled) {
    this.plan = plan;
    this.table = table;
    this.time = time;
    this.kept = kept;
    this.keyNames = keyNames;
    this.settled = settled;
  }

  /**
   * Opens the source and checks its columns against the declaration.
   *
   * @throws Refusal with every column that is missing or of another type than the key it is for
   */
  static SpineInput open(Run run, Project project, TrainingPlan plan) {
    InputRows table = rows(plan, InputReader.reading(run, project));
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
    Map<String, String> keyNames = SpineColumns.keyNames(plan);
    for (Declared<EntityDefinition> entity : plan.entities()) {
      for (KeyColumn key : entity.definition().keys()) {
        key(plan, entity, key, schema).ifPresent(problems::add);
      }
    }
    drawn(plan, schema, problems);
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
    return new SpineInput(plan, table, time.get(), kept, keyNames, lit(true));
  }

  private static InputRows rows(TrainingPlan plan, InputReader reader) {
    SourceQuery query = plan.set().definition().spine().query();
    return query == null
        ? reader.source(plan.spineSources().get(0))
        : reader.query(plan.set(), "spec.spine.sql", query);
  }

  private static Optional<Problem> key(
      TrainingPlan plan, Declared<EntityDefinition> entity, KeyColumn key, StructType schema) {
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
                        entity.definition().metadata().name(),
                        key.type().ddl(),
                        column,
                        Columns.sql(asked)),
                "give the spine's column the key's type; types are never coerced"));
  }

  /** The columns that chance goes by. */
  private static void drawn(TrainingPlan plan, StructType schema, Set<Problem> problems) {
    TrainingSetDefinition set = plan.set().definition();
    Sample sample = set.spine().sample();
    scalars(plan, "spec.spine.sample.by", sample == null ? List.of() : sample.by(), schema)
        .forEach(problems::add);
    List<String> by = set.split() instanceof Split.ByKey split ? split.keys() : List.of();
    scalars(plan, "spec.split.by", by, schema).forEach(problems::add);
  }

  private static List<Problem> scalars(
      TrainingPlan plan, String path, List<String> columns, StructType schema) {
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String at = path + "[" + i + "]";
      Optional<StructField> field = Columns.field(schema, columns.get(i));
      if (field.isEmpty()) {
        problems.add(Columns.missing(plan.set(), at, columns.get(i), schema));
      } else if (!KeyText.isScalar(field.get().dataType())) {
        problems.add(
            plan.set()
                .error(
                    at,
                    "TYPE_MISMATCH",
                    "column `%s` has type %s, which is no key"
                        .formatted(columns.get(i), Columns.sql(field.get().dataType())),
                    "name columns of scalars"));
      }
    }
    return problems;
  }

  InputRows table() {
    return table;
  }

  /** The same, only of rows whose label is settled. */
  SpineInput onlyMature(LabelInput label) {
    return new SpineInput(plan, table, time, kept, keyNames, label.mature(time.value()));
  }

  /** The source's names of the columns kept, in output order. */
  List<String> kept() {
    return kept;
  }

  /** The spine as the engine takes it. */
  SpineRows rows() {
    return new SpineRows(selected(), SpineColumns.TIME);
  }

  /**
   * Counts the rows once, before anything is written.
   *
   * @throws Refusal if a time is no time, or NULL where that is not to be kept
   */
  Counted counted() {
    List<Column> aggregates = new ArrayList<>(time.evidence());
    aggregates.add(count(when(col(SpineColumns.TIME).isNull(), lit(1))));
    aggregates.addAll(Content.checksum("if(" + TAKEN + ", " + hash() + ", NULL)"));
    aggregates.add(count(when(col(TAKEN), lit(1))));
    aggregates.add(count(when(sampled().and(not(settled)), lit(1))));
    List<Column> columns = new ArrayList<>(List.of(col("*")));
    columns.addAll(columns());
    columns.add(taken().as(TAKEN));
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
    return new Counted(
        found.getLong(0),
        found.getLong(6),
        found.getLong(7),
        Content.checksum(found.get(4), found.get(5)));
  }

  /** Two sums over rows that have the columns of {@link #rows}, to compare them by. */
  List<Column> checksum() {
    return Content.checksum(hash());
  }

  private String hash() {
    return "xxhash64(" + RowEncoding.row(selected().schema()) + ")";
  }

  private Dataset<Row> selected() {
    return table.rows().where(taken()).select(columns().toArray(new Column[0]));
  }

  private Column taken() {
    return sampled().and(settled);
  }

  private Column sampled() {
    Sample sample = plan.set().definition().spine().sample();
    return sample == null
        ? lit(true)
        : new Draw("sample", sample.seed()).isBelow(sample.fraction(), sample.by(), table.schema());
  }

  private Column split(Split split) {
    if (split instanceof Split.ByKey byKey) {
      return new Draw("split", byKey.seed())
          .share(
              byKey.parts().stream().map(Split.Share::name).toList(),
              byKey.parts().stream().map(Split.Share::fraction).toList(),
              byKey.keys(),
              table.schema());
    }
    Column part = lit(null).cast(DataTypes.StringType);
    for (Split.Period period : ((Split.ByTime) split).parts()) {
      Column in = time.value().isNotNull();
      in = period.from() == null ? in : in.and(time.value().geq(lit(period.from())));
      in = period.to() == null ? in : in.and(time.value().lt(lit(period.to())));
      part = when(in, lit(period.name())).otherwise(part);
    }
    return part;
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      columns.add(Columns.named(kept.get(i)).as(SpineColumns.kept(i)));
    }
    keyNames.forEach((column, name) -> columns.add(Columns.named(column).as(name)));
    columns.add(time.value().as(SpineColumns.TIME));
    Split split = plan.set().definition().split();
    if (split != null) {
      columns.add(split(split).as(SpineColumns.SPLIT));
    }
    return columns;
  }

  /**
   * What there is.
   *
   * @param read rows of the source
   * @param rows how many of them are taken
   * @param immature how many of the sample are left out for want of a settled label
   * @param checksum of all values of the rows that are taken
   */
  record Counted(long read, long rows, long immature, String checksum) {}
}
