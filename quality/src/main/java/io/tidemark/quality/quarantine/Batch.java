package io.tidemark.quality.quarantine;

import io.tidemark.lineage.TableRef;
import java.time.Instant;

/**
 * One materialisation of one view under a suite, with the proof that no row of it is lost: a row of
 * {@code quality.quarantine}.
 *
 * @param object what the suite judges, as {@code run_io} names it
 * @param target the view's table, {@code features.v_v1}
 * @param rowsIn what was neither in the target nor in quarantine before
 */
public record Batch(
    String id,
    String object,
    String target,
    String suite,
    String runId,
    long rowsIn,
    long rowsTarget,
    long rowsQuarantined,
    Instant at) {

  public Batch {
    if (rowsIn != rowsTarget + rowsQuarantined) {
      throw new IllegalArgumentException(
          "batch %s: %d rows in, %d in the target and %d in quarantine"
              .formatted(id, rowsIn, rowsTarget, rowsQuarantined));
    }
  }

  /** The id of a run's batch for a view's table, the same however often it is asked for. */
  public static String idOf(TableRef target, String runId) {
    return prefix(target) + runId;
  }

  /** What the ids of all batches for a view's table begin with, and no other's. */
  static String prefix(TableRef target) {
    // No table's name holds a hyphen.
    return target.name() + "-";
  }
}
