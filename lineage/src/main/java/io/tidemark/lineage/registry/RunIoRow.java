package io.tidemark.lineage.registry;

import org.jspecify.annotations.Nullable;

/**
 * One row of {@code registry.run_io}: a dataset that a run read or wrote.
 *
 * @param name {@code features.x_v1}, or {@code source:loans}
 * @param version the Delta version read or written, null for files
 * @param fingerprint of files: SHA-256 of path, size and modification time of each
 * @param declared true if the run said so itself
 */
public record RunIoRow(
    String runId,
    Direction direction,
    String name,
    String location,
    @Nullable String tableId,
    @Nullable Long version,
    @Nullable String fingerprint,
    @Nullable Long rows,
    @Nullable Long bytes,
    @Nullable Long files,
    @Nullable String filter,
    boolean declared,
    Capture capture) {

  /** Whether the run read or wrote. */
  public enum Direction {
    READ,
    WRITE
  }

  /** How it is known. */
  public enum Capture {
    API,
    LISTENER,
    OPENLINEAGE
  }
}
