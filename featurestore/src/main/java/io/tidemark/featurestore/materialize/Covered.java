package io.tidemark.featurestore.materialize;

import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.registry.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes down which event times of a view have been looked at. */
final class Covered {
  private Covered() {}

  /**
   * From now on event times of a window have been looked at.
   *
   * @param lost the run that did so and died before it could say it, null if it is this one
   */
  static void write(
      Run run,
      FeatureTable table,
      Window window,
      boolean declared,
      long version,
      @Nullable String lost) {
    SortedMap<String, Object> covered = new TreeMap<>();
    covered.put("view", table.view().definition().ref().toString());
    Duration lookback =
        declared ? Duration.ZERO : table.view().definition().materialize().lookback();
    Instant start = window.start(lookback);
    if (start != null) {
      covered.put("from", start.toString());
    }
    covered.put("to", window.end().toString());
    if (lost != null) {
      covered.put("run", lost);
    }
    SortedMap<String, Object> payload = new TreeMap<>();
    payload.put("covered", covered);
    run.event(Action.DATASET_READ, "dataset/" + table.ref() + "@" + version, payload);
    run.flush();
  }
}
