package io.tidemark.lineage;

/** A table at the version that a run has decided to read. */
public record PinnedTable(TableRef ref, String tableId, long version, String location) {}
