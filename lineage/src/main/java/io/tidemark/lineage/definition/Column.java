package io.tidemark.lineage.definition;

/** A column of a source's declared schema. */
public record Column(String name, SqlType type) {}
