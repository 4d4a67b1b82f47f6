package io.tidemark.featurestore.materialize;

import io.tidemark.quality.engine.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What became of a window's rows.
 *
 * @param written what became of those for the table; the withheld ones are among its duplicates
 * @param quarantined how many were withheld by this run
 * @param verdict of the suite; null if none judged, as of an empty batch
 * @param batchId null if no suite judged
 */
record CheckedOutcome(
    ViewAppend.Outcome written,
    long quarantined,
    @Nullable Verdict verdict,
    @Nullable String batchId) {

  static CheckedOutcome unchecked(ViewAppend.Outcome written) {
    return new CheckedOutcome(written, 0, null, null);
  }
}
