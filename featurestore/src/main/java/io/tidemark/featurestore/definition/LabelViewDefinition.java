package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Definition;
import io.tidemark.lineage.definition.Metadata;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A label of one entity, read from one source as it is now.
 *
 * @param keys entity key to source column, complete
 * @param keyOrder the entity's keys in the entity's order
 */
public record LabelViewDefinition(
    Metadata metadata,
    String entity,
    String source,
    SortedMap<String, String> keys,
    List<String> keyOrder,
    Label label)
    implements Definition {
  public static final String KIND = "LabelView";

  public LabelViewDefinition {
    keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    keyOrder = List.copyOf(keyOrder);
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** The column that tells whether a label is settled. */
  public String matureColumn() {
    return metadata.name() + "__mature";
  }
}
