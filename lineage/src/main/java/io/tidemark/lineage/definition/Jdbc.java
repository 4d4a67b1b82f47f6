package io.tidemark.lineage.definition;

import org.jspecify.annotations.Nullable;

/** A database source: one of table and query; user and password may be secret references. */
public record Jdbc(
    String url,
    @Nullable String table,
    @Nullable String query,
    @Nullable String user,
    @Nullable String password) {}
