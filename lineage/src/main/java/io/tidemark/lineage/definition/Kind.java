package io.tidemark.lineage.definition;

/**
 * A kind of document: registered through {@link java.util.ServiceLoader}, so that every kind is
 * known wherever its module is on the class path.
 *
 * <p>For each document the loader reads {@link #spec()}, then calls {@link #check}, when all are
 * read {@link #link}, and {@link #build} only where none of these found an error.
 */
public abstract class Kind<T extends Definition> {

  private final String name;
  private final Class<T> type;
  private final boolean versioned;
  private final Shape spec;

  protected Kind(String name, Class<T> type, boolean versioned, Shape spec) {
    this.name = name;
    this.type = type;
    this.versioned = versioned;
    this.spec = spec;
  }

  /** What documents say as their {@code kind}. */
  public final String name() {
    return name;
  }

  /** The record of its definitions. */
  public final Class<T> type() {
    return type;
  }

  /** True if a name has versions, and references are {@code name@N}. */
  public final boolean versioned() {
    return versioned;
  }

  /** The fields of its {@code spec}. */
  public final Shape spec() {
    return spec;
  }

  /** Reports what one document shows by itself; fields that could not be read are absent. */
  public void check(Fields spec) {}

  /** Reports what only other documents show, and fills in defaults that they decide. */
  public void link(Metadata metadata, Fields spec, Links links) {}

  /** Makes the definition of a document without errors. */
  public abstract T build(Metadata metadata, Fields spec);
}
