package io.tidemark.jobs.bench;

import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.featurestore.pit.PointInTimeJoin;
import io.tidemark.featurestore.pit.SpineRows;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** The join alone: the spine's files and the pinned views in, the measures of its rows out. */
final class OurJoin {
  private final SpineRows spine;
  private final PinnedViews views;
  private final Measures measures;
  private final PointInTimeJoin engine;
  private String ways = "";

  /**
   * Nothing is computed yet.
   *
   * @param spine the folder of its files
   */
  OurJoin(
      SparkSession spark,
      String spine,
      PinnedViews views,
      Measures measures,
      PointInTimeJoin engine) {
    this.spine = new SpineRows(spark.read().parquet(spine), Names.TIME);
    this.views = views;
    this.measures = measures;
    this.engine = engine;
  }

  /** Computes it all anew. */
  Checksum answer() {
    return engine.answer(
        spine,
        views.views(),
        new Knowledge(Knowledge.Mode.AS_KNOWN, null),
        joined -> {
          ways =
              joined.ways().values().stream()
                  .map(PointInTimeJoin.Way::name)
                  .distinct()
                  .collect(Collectors.joining(", "));
          return measures.of(joined.rows());
        });
  }

  /** How the views were answered the last time. */
  String ways() {
    return ways;
  }
}
