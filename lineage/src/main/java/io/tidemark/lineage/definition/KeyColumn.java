package io.tidemark.lineage.definition;

/** One component of an entity's key. */
public record KeyColumn(String name, SqlType type, String description) {}
