package io.tidemark.lineage;

/**
 * How rows are appended to a table.
 *
 * @param readVersion the table's version that the rows were computed from
 * @param seq the ordinal of the append, one more than the table's greatest; taken at most once
 */
public record AppendSpec(long readVersion, long seq) {}
