package io.tidemark.lineage.registry;

/**
 * One row of {@code registry.dependency}: one definition names another.
 *
 * @param version 0 for kinds without versions, NULL in the table
 * @param onVersion as {@code version}
 */
public record DependencyRow(
    String kind, String name, int version, String onKind, String onName, int onVersion) {}
