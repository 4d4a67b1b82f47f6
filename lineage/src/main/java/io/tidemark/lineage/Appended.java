package io.tidemark.lineage;

import io.tidemark.lineage.DeltaFolder.Commit;
import java.util.Optional;

/**
 * One commit that has appended rows.
 *
 * @param run the run that made it
 * @param seq the ordinal that it took
 */
public record Appended(String run, long seq, long rows) {

  /** What a commit tells of it; empty for one that has appended nothing. */
  static Optional<Appended> of(Commit commit) {
    String run = commit.run();
    Long seq = commit.seq();
    Long rows = commit.rows();
    return run == null || seq == null || rows == null
        ? Optional.empty()
        : Optional.of(new Appended(run, seq, rows));
  }
}
