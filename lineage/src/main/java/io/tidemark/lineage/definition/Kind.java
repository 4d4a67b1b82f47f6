package io.tidemark.lineage.definition;

/**
 * A kind of document: registered through {@link java.util.ServiceLoader}, so that every kind is
 * known wherever its module is on the class path.
 *
 * <p>For each document the loader reads {@link #spec()}, then calls {@link #check}, when all are
 * read {@link #link}, and {@link #build} only where none of these found an error.
 */
public interface Kind<T extends Definition> {

  /** What documents say as their {@code kind}. */
  String name();

  /** The record of its definitions. */
  Class<T> type();

  /** True if a name has versions, and references are {@code name@N}. */
  boolean versioned();

  /** The fields of its {@code spec}. */
  Shape spec();

  /** Reports what one document shows by itself; fields that could not be read are absent. */
  default void check(Fields spec) {}

  /** Reports what only other documents show, and fills in defaults that they decide. */
  default void link(Metadata metadata, Fields spec, Links links) {}

  /** Makes the definition of a document without errors. */
  T build(Metadata metadata, Fields spec);
}
