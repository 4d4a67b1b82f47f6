package io.tidemark.lineage.definition;

/** A document of a project, read. */
public interface Definition {

  /** The document's {@code kind}. */
  String kind();

  Metadata metadata();

  /** The name others refer to it by. */
  default Ref ref() {
    return new Ref(metadata().name(), metadata().version());
  }
}
