package io.tidemark.lineage.definition;

import java.util.List;

/** What features are about, and its key; the order of the components counts. */
public record EntityDefinition(Metadata metadata, List<KeyColumn> keys) implements Definition {
  public static final String KIND = "Entity";

  public EntityDefinition {
    keys = List.copyOf(keys);
  }

  @Override
  public String kind() {
    return KIND;
  }
}
