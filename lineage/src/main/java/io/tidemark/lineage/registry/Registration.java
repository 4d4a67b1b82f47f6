package io.tidemark.lineage.registry;

import java.util.List;

/** An object to be registered, and what it names. */
public record Registration(ObjectRow row, List<DependencyRow> on) {

  public Registration {
    on = List.copyOf(on);
  }

  /** True if a registration of the object says the same. */
  boolean says(ObjectRow other) {
    return row.semanticHash().equals(other.semanticHash())
        && row.metadataHash().equals(other.metadataHash())
        && row.state().equals(other.state())
        && row.definition().equals(other.definition());
  }
}
