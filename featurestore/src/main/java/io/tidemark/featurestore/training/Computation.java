package io.tidemark.featurestore.training;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.featurestore.pit.Guarantees;
import io.tidemark.featurestore.pit.PointInTimeJoin;
import io.tidemark.featurestore.pit.SpineRows;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.DataFile;
import io.tidemark.lineage.FileSum;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableFiles;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.Metadata;
import org.jspecify.annotations.Nullable;

/** Freezes the spine, joins, writes, reads back and proves one version of a training set. */
final class Computation {
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
    boolean split = plan.set().definition().split() != null;
    this.layout = Layout.of(plan, spine.kept(), inputs.views(), split);
  }

  /**
   * A version that is written, proven and not registered.
   *
   * @param kept the source's names of the spine columns kept
   * @param files of the table
   * @param frozen where the spine is frozen, relative to the table's folder
   * @param frozenFiles the files there
   */
  record Written(
      PinnedTable table,
      Content content,
      List<Manifest.ViewFigures> views,
      SpineInput.Counted spine,
      List<String> kept,
      List<FileSum> files,
      String frozen,
      List<FileSum> frozenFiles) {}

  /**
   * Freezes the spine beside the table and writes a version of the frozen rows; empty if another
   * run has taken the table meanwhile.
   *
   * @throws Refusal if the spine's times do not hold, or what was written cannot be proven; the
   *     table is gone then
   */
  Optional<Written> write(TableRef table) {
    SpineInput.Counted in = counted();
    TableFiles files = run.files(table);
    try {
      String frozen = files.freeze(plain(labelled(spine.rows().rows())));
      Optional<Written> written = write(table, in, files, frozen);
      if (written.isEmpty()) {
        files.thaw();
      }
      return written;
    } catch (Exception e) {
      // Spark throws checked exceptions that it does not declare.
      discard(table, e);
      throw e;
    }
  }

  private Optional<Written> write(
      TableRef table, SpineInput.Counted in, TableFiles files, String frozen) {
    List<String> frozenFiles = files.in(frozen);
    SpineRows rows = new SpineRows(files.frozen(frozenFiles), SpineColumns.TIME);
    return engine.answer(
        rows,
        inputs.views(),
        knowledge,
        joined -> write(table, in, files, frozen, frozenFiles, rows, joined));
  }

  private Optional<Written> write(
      TableRef table,
      SpineInput.Counted in,
      TableFiles files,
      String frozen,
      List<String> frozenFiles,
      SpineRows rows,
      PointInTimeJoin.Joined joined) {
    Observation observation = new Observation();
    OptionalLong version =
        run.writeFresh(
            table,
            joined.rows().observe(observation, count(lit(1)).as(ROWS), measures()).select(layout));
    if (version.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> seen = seen(observation);
    PinnedTable made = run.newest(table);
    Content content = Content.of(run.read(made));
    prove(in, seen, content);
    return Optional.of(
        new Written(
            made,
            content,
            figures(rows, joined, seen, in.rows()),
            in,
            spine.kept(),
            sums(files, run.dataFiles(made).stream().map(DataFile::path).toList()),
            frozen,
            sums(files, frozenFiles)));
  }

  /** Removes what was written, and frozen, for nothing. */
  private void discard(TableRef table, Exception why) {
    try {
      run.discard(table);
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private static List<FileSum> sums(TableFiles files, List<String> paths) {
    List<FileSum> sums = files.sums(paths);
    for (FileSum sum : sums) {
      if (sum.trouble() != null) {
        throw Refusal.of(
            "FILE_MISSING",
            null,
            "the file " + sum.path() + " was just written and " + sum.trouble(),
            "run it again");
      }
    }
    return sums;
  }

  private Dataset<Row> labelled(Dataset<Row> rows) {
    return label == null
        ? rows
        : label
            .add(rows, SpineColumns.TIME, SpineColumns.LABEL)
            .withColumn(SpineColumns.MATURE, label.mature(Columns.named(SpineColumns.TIME)));
  }

  /** Without what sources say of columns, such as how wide a VARCHAR is. */
  private static Dataset<Row> plain(Dataset<Row> rows) {
    return rows.select(
        Arrays.stream(rows.columns())
            .map(name -> Columns.named(name).as(name, Metadata.empty()))
            .toArray(Column[]::new));
  }

  private SpineInput.Counted counted() {
    SpineInput.Counted known = counted;
    if (known == null) {
      known = spine.counted();
      counted = known;
      spine.table().counted(run, known.read());
    }
    return known;
  }

  private Column[] measures() {
    List<Column> measures = new ArrayList<>();
    measures.add(spine.checksum().get(0).as(LOW));
    measures.add(spine.checksum().get(1).as(HIGH));
    for (int i = 0; i < inputs.views().size(); i++) {
      AsOfView view = inputs.views().get(i);
      Column broken = Guarantees.broken(view, SpineColumns.TIME, knowledge);
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
      SpineRows frozen, PointInTimeJoin.Joined joined, Map<String, Object> seen, long rows) {
    List<Manifest.ViewFigures> figures = new ArrayList<>();
    for (int i = 0; i < inputs.views().size(); i++) {
      AsOfView view = inputs.views().get(i);
      long matched = number(seen, "matched" + i);
      Long corrected =
          LoadTime.suspicious(knowledge, matched, rows)
              ? LoadTime.matchedAsCorrected(engine, frozen, view)
              : null;
      figures.add(
          new Manifest.ViewFigures(
              plan.views().get(i).ref(),
              joined.way(view.name()).name(),
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
