package io.tidemark.featurestore.training;

import static org.apache.spark.sql.functions.count;

import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.featurestore.pit.PointInTimeJoin;
import io.tidemark.featurestore.pit.SpineRows;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.definition.Problem;
import java.util.List;
import java.util.Optional;

/**
 * Finds views whose known-at is the time of a bulk load: under a tenth of the spine finds a value
 * as known, over half as corrected.
 */
final class LoadTime {
  private LoadTime() {}

  /** Whether it is worth looking the view up as corrected too. */
  static boolean suspicious(Knowledge knowledge, long matched, long rows) {
    return knowledge.mode() == Knowledge.Mode.AS_KNOWN && rows > 0 && matched < rows / 10.0;
  }

  /** How many spine rows would find a value if everything had always been known. */
  static long matchedAsCorrected(PointInTimeJoin engine, SpineRows spine, AsOfView view) {
    return engine
        .join(spine, List.of(view), new Knowledge(Knowledge.Mode.AS_CORRECTED, null))
        .rows()
        .agg(count(Columns.named(view.eventTimeColumn())))
        .first()
        .getLong(0);
  }

  /** The warning that the figures of a view give rise to. */
  static Optional<Problem> warning(TrainingPlan plan, Manifest.ViewFigures view, long rows) {
    Long corrected = view.corrected();
    if (corrected == null || corrected <= rows / 2.0) {
      return Optional.empty();
    }
    return Optional.of(
        plan.set()
            .warn(
                "spec.knowledge",
                "LOAD_TIME",
                "knownAt looks like a load time: view %s matches %d of %d rows as known, %d as corrected"
                    .formatted(view.view(), view.matched(), rows, corrected),
                "leave knownAt out of the source, or write knowledge: as_corrected"));
  }
}
