package io.tidemark.featurestore.training;

import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.featurestore.pit.MergeJoin;
import io.tidemark.featurestore.pit.PointInTimeJoin;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Status;
import io.tidemark.lineage.registry.TrainingSetRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * The verb {@code training-set rebuild}: makes a version anew from its frozen spine and the rows
 * that its views had then, and compares. Nothing is written.
 */
public final class RebuildTrainingSet {
  /** The verb's words. */
  public static final String VERB = "training-set rebuild";

  private final PointInTimeJoin engine;

  public RebuildTrainingSet() {
    this(new MergeJoin());
  }

  /** Answers with another engine. */
  public RebuildTrainingSet(PointInTimeJoin engine) {
    this.engine = engine;
  }

  /**
   * Rebuilds one version; the run is neither completed nor failed.
   *
   * @param ref {@code name@K}, or {@code name} for the newest version
   * @return exit code 0 if it is equal bit for bit, 7 if not, with the columns that differ
   * @throws io.tidemark.lineage.definition.Refusal 2 if there is no such version, 10 if an input is
   *     gone
   */
  public Answer rebuild(Run run, Project project, Ref ref) {
    RecordedSet set = RecordedSet.open(run, project, ref);
    Content content = set.reading(() -> content(set));
    TrainingSetRow row = set.row();
    List<String> differing = differing(row, content);
    boolean equal = differing.isEmpty() && content.digest().equals(row.contentDigest());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", row.name());
    result.put("version", row.version());
    result.put("table", row.table());
    result.put("status", equal ? "equal" : "different");
    result.put("rows", content.rows());
    result.put("columns", differing);
    List<Problem> problems = equal ? List.of() : List.of(different(row, content, differing));
    return new Answer(
        VERB,
        run.id(),
        equal ? Status.OK : Status.GATE_FAILED,
        equal ? 0 : 7,
        List.of(result),
        problems);
  }

  private Content content(RecordedSet set) {
    List<AsOfView> views = set.viewsThen();
    Column[] layout = Layout.of(set.plan(), set.manifest().spineColumns(), views, set.hasSplit());
    return engine.answer(
        set.spine(), views, set.knowledge(), joined -> Content.of(joined.rows().select(layout)));
  }

  /** The columns of either that the other has not, or has with other values. */
  static List<String> differing(TrainingSetRow row, Content content) {
    List<String> differing = new ArrayList<>();
    for (TrainingSetRow.Column column : row.columns()) {
      if (!content.columns().contains(column)) {
        differing.add(column.name());
      }
    }
    for (TrainingSetRow.Column column : content.columns()) {
      if (row.columns().stream().noneMatch(each -> each.name().equals(column.name()))) {
        differing.add(column.name());
      }
    }
    return differing;
  }

  private static Problem different(TrainingSetRow row, Content content, List<String> differing) {
    String message =
        content.rows() != row.rows()
            ? "rebuilt it has %d rows instead of %d".formatted(content.rows(), row.rows())
            : differing.isEmpty()
                ? "rebuilt it has the same values in other rows"
                : "rebuilt it differs in " + String.join(", ", differing);
    return SealedSets.error(
        row,
        "REBUILD_DIFFERS",
        message,
        "see `tidemark training-set verify "
            + SealedSets.text(row)
            + "`; rows were removed from"
            + " the tables of its views, or changed");
  }
}
