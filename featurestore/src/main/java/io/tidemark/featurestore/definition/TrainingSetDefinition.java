package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Definition;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Ref;

/**
 * A spine with the features of a service as they stood at each row's time.
 *
 * @param diagnostics per view, the event time and known-at of the row that was taken
 */
public record TrainingSetDefinition(
    Metadata metadata, Spine spine, Ref service, Knowledge knowledge, boolean diagnostics)
    implements Definition {
  public static final String KIND = "TrainingSet";

  @Override
  public String kind() {
    return KIND;
  }
}
