package io.tidemark.lineage.definition;

/** What one row of a source is. */
public enum SourceType {
  /** Something that happened. */
  EVENT,
  /** The full state of its key at its event time. */
  SNAPSHOT,
  /** The state of its key from one time to another. */
  SCD2
}
