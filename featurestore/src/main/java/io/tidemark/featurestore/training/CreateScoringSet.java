package io.tidemark.featurestore.training;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.tidemark.featurestore.definition.FeatureServiceDefinition;
import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.featurestore.pit.Guarantees;
import io.tidemark.featurestore.pit.MergeJoin;
import io.tidemark.featurestore.pit.PointInTimeJoin;
import io.tidemark.featurestore.plan.Applied;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.InputReader;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.SourceTable;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.lineage.definition.Status;
import io.tidemark.lineage.registry.Registry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * The verb {@code scoring-set create}: the features of a service for every key at one time. It is a
 * training set whose spine is those keys at that time, found by the same engine.
 *
 * <p>The rows are computed and proven before anything is written; then they replace what the table
 * holds of that time, if that differs.
 */
public final class CreateScoringSet {
  /** The verb's words. */
  public static final String VERB = "scoring-set create";

  private static final Knowledge KNOWLEDGE = new Knowledge(Knowledge.Mode.AS_KNOWN, null);

  private final PointInTimeJoin engine;

  public CreateScoringSet() {
    this(new MergeJoin());
  }

  /** Answers with another engine. */
  public CreateScoringSet(PointInTimeJoin engine) {
    this.engine = engine;
  }

  /**
   * Creates the rows of a time. The run is neither completed nor failed.
   *
   * @param keys the source that gives the keys; null for all that the views have, which needs a
   *     service of one entity
   * @return exit code 0 with one result: name, table, at, status, rows and, per view, way, matched
   *     and seq
   * @throws Refusal if a definition is not as applied, if the keys or the table have other columns,
   *     or if the result cannot be proven; nothing is written then
   */
  public Answer create(
      Run run,
      Project project,
      Declared<FeatureServiceDefinition> service,
      Instant at,
      @Nullable Declared<SourceDefinition> keys) {
    TrainingPlan plan = ScoringPlan.of(project, service);
    List<Problem> warnings =
        new ArrayList<>(AppliedCheck.check(plan, Applied.of(run.warehouse().registry())));
    SourceTable given = keys == null ? null : InputReader.reading(run, project).source(keys);
    try {
      return create(run, plan, at, given, warnings);
    } catch (Refusal refusal) {
      throw ScoringPlan.ofService(plan, refusal);
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare.
      Optional<Refusal> known = CreateTrainingSet.overflow(plan, e);
      if (known.isEmpty() && given != null) {
        known = given.refusal(e);
      }
      if (known.isPresent()) {
        throw ScoringPlan.ofService(plan, known.get());
      }
      throw e;
    }
  }

  private Answer create(
      Run run, TrainingPlan plan, Instant at, @Nullable SourceTable given, List<Problem> warnings) {
    Inputs inputs = Inputs.pin(run, plan, given == null ? List.of() : List.of(given));
    warnings.addAll(neverMaterialized(run, plan, inputs));
    ScoringSpine spine =
        given == null
            ? ScoringSpine.ofViews(plan, inputs.views(), at)
            : ScoringSpine.ofSource(plan, given, at);
    List<String> names = ScoringPlan.keys(plan).stream().map(key -> key.name()).toList();
    Column[] columns = Layout.of(plan, names, inputs.views(), false);
    Column[] layout = Arrays.copyOf(columns, columns.length + 1);
    layout[columns.length] = Columns.named(SpineColumns.TIME).as(ScoringPlan.AT);
    return engine.answer(
        spine.rows(),
        inputs.views(),
        KNOWLEDGE,
        joined -> write(run, plan, at, inputs, spine, joined, layout, warnings));
  }

  private static Answer write(
      Run run,
      TrainingPlan plan,
      Instant at,
      Inputs inputs,
      ScoringSpine spine,
      PointInTimeJoin.Joined joined,
      Column[] layout,
      List<Problem> warnings) {
    Dataset<Row> rows = joined.rows().select(layout).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      ScoringSpine.Counted counted = spine.counted();
      List<Manifest.ViewFigures> figures = prove(plan, inputs, joined, rows, spine, counted);
      boolean written =
          new ScoringTable(run, plan, at).write(rows, counted.rows(), inputs.recorded());
      return answer(run, plan, at, written, counted.rows(), figures, warnings);
    } finally {
      rows.unpersist();
    }
  }

  private static List<Problem> neverMaterialized(Run run, TrainingPlan plan, Inputs inputs) {
    Registry registry = run.warehouse().registry();
    List<Problem> warnings = new ArrayList<>();
    for (int i = 0; i < plan.views().size(); i++) {
      String view = plan.views().get(i).ref();
      if (inputs.seqs().get(i) == 0 && registry.coverage(view).isEmpty()) {
        warnings.add(
            plan.service()
                .warn(
                    "spec.features[" + i + "].view",
                    "NEVER_MATERIALIZED",
                    "view " + view + " was never materialised, it has no keys and no values",
                    "run `tidemark materialize " + view + "`"));
      }
    }
    return warnings;
  }

  /** How each view was answered, once it is certain that every key has exactly its row. */
  private static List<Manifest.ViewFigures> prove(
      TrainingPlan plan,
      Inputs inputs,
      PointInTimeJoin.Joined joined,
      Dataset<Row> rows,
      ScoringSpine spine,
      ScoringSpine.Counted counted) {
    List<Column> measures = new ArrayList<>(spine.checksum());
    for (AsOfView view : inputs.views()) {
      measures.add(count(Columns.named(view.eventTimeColumn())));
      measures.add(count(when(Guarantees.broken(view, ScoringPlan.AT, KNOWLEDGE), lit(1))));
    }
    Row seen = rows.agg(count(lit(1)), measures.toArray(new Column[0])).first();
    List<Problem> broken = new ArrayList<>();
    if (seen.getLong(0) != counted.rows()) {
      broken.add(unproven(plan, "%d keys gave %d rows".formatted(counted.rows(), seen.getLong(0))));
    } else if (!Content.checksum(seen.get(1), seen.get(2)).equals(counted.checksum())) {
      broken.add(unproven(plan, "the rows are not those of the keys: their checksums differ"));
    }
    List<Manifest.ViewFigures> figures = new ArrayList<>();
    for (int i = 0; i < inputs.views().size(); i++) {
      String ref = plan.views().get(i).ref();
      if (seen.getLong(4 + 2 * i) != 0) {
        broken.add(
            unproven(
                plan,
                "%d rows have values of view %s from outside their time or knowledge"
                    .formatted(seen.getLong(4 + 2 * i), ref)));
      }
      figures.add(
          new Manifest.ViewFigures(
              ref,
              joined.way(inputs.views().get(i).name()).name(),
              seen.getLong(3 + 2 * i),
              inputs.seqs().get(i),
              null));
    }
    if (!broken.isEmpty()) {
      throw new Refusal(7, broken);
    }
    return figures;
  }

  static Problem unproven(TrainingPlan plan, String message) {
    return plan.service()
        .error(
            "",
            "NOT_PROVEN",
            message,
            "run it again; if the inputs were not changed meanwhile, report it");
  }

  private static Answer answer(
      Run run,
      TrainingPlan plan,
      Instant at,
      boolean written,
      long rows,
      List<Manifest.ViewFigures> figures,
      List<Problem> warnings) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", plan.service().definition().ref().toString());
    result.put("version", plan.service().definition().ref().version());
    result.put("table", ScoringPlan.table(plan).toString());
    result.put("at", ScoringTable.text(at));
    result.put("status", written ? "written" : "unchanged");
    result.put("rows", rows);
    result.put("views", figures.stream().map(Manifest.ViewFigures::toResult).toList());
    Status status = written ? Status.OK : Status.UNCHANGED;
    return new Answer(VERB, run.id(), status, 0, List.of(result), warnings);
  }
}
