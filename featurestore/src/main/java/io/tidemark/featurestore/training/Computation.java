package io.tidemark.featurestore.training;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.featurestore.pit.Guarantees;
import io.tidemark.featurestore.pit.PointInTimeJoin;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Joins, writes, reads back and proves one version of a training set. */
final class Computation {
  /** The label's column, and whether it is settled, before they have their names. */
  static final String LABEL = "__label";

  static final String MATURE = "__mature";
  private static final String ROWS = "rows";
  private static final String LOW = "checksum_low";
  private static final String HIGH = "checksum_high";

  private final Run run;
  private final TrainingPlan plan;
  private final SpineInput spine;
  private final @Nullable LabelInput label;
  private final Inputs inputs;
  private final PointInTimeJoin engine;
  private final Knowledge knowledge;
  private final Column[] layout;
  private SpineInput.@Nullable Counted counted;

  Computation(
      Run run,
      TrainingPlan plan,
      SpineInput spine,
      @Nullable LabelInput label,
      Inputs inputs,
      PointInTimeJoin engine) {
    this.run = run;
    this.plan = plan;
    this.spine = spine;
    this.label = label;
    this.inputs = inputs;
    this.engine = engine;
    this.knowledge = plan.set().definition().knowledge();
    this.layout = Layout.of(plan, spine, inputs.views());
  }

  /** A version that is written, proven and not registered. */
  record Written(
      PinnedTable table,
      Content content,
      List<Manifest.ViewFigures> views,
      SpineInput.Counted spine) {}

  /**
   * Writes a version; empty if another run has taken the table meanwhile.
   *
   * @throws Refusal if the spine's times do not hold, or what was written cannot be proven; the
   *     table is gone then
   */
  Optional<Written> write(TableRef table) {
    SpineInput.Counted in = counted();
    PointInTimeJoin.Joined joined = engine.join(spine.rows(), inputs.views(), knowledge);
    Observation observation = new Observation();
    Dataset<Row> rows =
        labelled(joined.rows())
            .observe(observation, count(lit(1)).as(ROWS), measures())
            .select(layout);
    OptionalLong version = run.writeFresh(table, rows);
    if (version.isEmpty()) {
      return Optional.empty();
    }
    try {
      Map<String, Object> seen = seen(observation);
      Content content = Content.of(run.readWritten(table));
      prove(in, seen, content);
      return Optional.of(
          new Written(run.written(table), content, figures(joined, seen, in.rows()), in));
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare.
      run.discard(table);
      throw e;
    }
  }

  private Dataset<Row> labelled(Dataset<Row> rows) {
    return label == null
        ? rows
        : label
            .add(rows, SpineInput.TIME, LABEL)
            .withColumn(MATURE, label.mature(Columns.named(SpineInput.TIME)));
  }

  private SpineInput.Counted counted() {
    SpineInput.Counted known = counted;
    if (known == null) {
      known = spine.counted();
      counted = known;
      run.rowsRead(spine.table().name(), known.read());
    }
    return known;
  }

  private Column[] measures() {
    List<Column> measures = new ArrayList<>();
    measures.add(spine.checksum().get(0).as(LOW));
    measures.add(spine.checksum().get(1).as(HIGH));
    for (int i = 0; i < inputs.views().size(); i++) {
      AsOfView view = inputs.views().get(i);
      Column broken = Guarantees.broken(view, SpineInput.TIME, knowledge);
      measures.add(count(Columns.named(view.eventTimeColumn())).as("matched" + i));
      measures.add(count(when(broken, lit(1))).as("broken" + i));
    }
    return measures.toArray(new Column[0]);
  }

  private void prove(SpineInput.Counted in, Map<String, Object> seen, Content content) {
    List<Problem> broken = new ArrayList<>();
    long joined = number(seen, ROWS);
    if (joined != in.rows() || content.rows() != in.rows()) {
      broken.add(
          unproven(
              "the spine has %d rows, joined are %d and written %d"
                  .formatted(in.rows(), joined, content.rows())));
    } else if (!Content.checksum(seen.get(LOW), seen.get(HIGH)).equals(in.checksum())) {
      broken.add(unproven("the joined rows are not the spine's: their checksums differ"));
    }
    for (int i = 0; i < inputs.views().size(); i++) {
      long rows = number(seen, "broken" + i);
      if (rows != 0) {
        broken.add(
            unproven(
                "%d rows have values of view %s from outside their time or knowledge"
                    .formatted(rows, plan.views().get(i).ref())));
      }
    }
    if (!broken.isEmpty()) {
      throw new Refusal(7, broken);
    }
  }

  private Problem unproven(String message) {
    return plan.set()
        .error(
            "",
            "NOT_PROVEN",
            message + "; nothing was published",
            "run it again; if the inputs were not changed meanwhile, report it");
  }

  private List<Manifest.ViewFigures> figures(
      PointInTimeJoin.Joined joined, Map<String, Object> seen, long rows) {
    List<Manifest.ViewFigures> figures = new ArrayList<>();
    for (int i = 0; i < inputs.views().size(); i++) {
      AsOfView view = inputs.views().get(i);
      long matched = number(seen, "matched" + i);
      Long corrected =
          LoadTime.suspicious(knowledge, matched, rows)
              ? LoadTime.matchedAsCorrected(engine, spine.rows(), view)
              : null;
      figures.add(
          new Manifest.ViewFigures(
              plan.views().get(i).ref(),
              Objects.requireNonNull(joined.ways().get(view.name())),
              matched,
              inputs.seqs().get(i),
              corrected));
    }
    return figures;
  }

  private static Map<String, Object> seen(Observation observation) {
    try {
      return observation.getAsJava();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a training set was proven", e);
    }
  }

  private static long number(Map<String, Object> seen, String name) {
    return ((Number) Objects.requireNonNull(seen.get(name))).longValue();
  }
}
