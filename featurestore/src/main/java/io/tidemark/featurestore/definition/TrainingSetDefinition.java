package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Definition;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Ref;
import org.jspecify.annotations.Nullable;

/**
 * A spine with the features of a service as they stood at each row's time.
 *
 * @param labels the label view, null for none
 * @param keepImmature whether rows whose label is not settled stay, told by a column
 * @param split null for none
 * @param diagnostics per view, the event time and known-at of the row that was taken
 */
public record TrainingSetDefinition(
    Metadata metadata,
    Spine spine,
    Ref service,
    @Nullable Ref labels,
    boolean keepImmature,
    Knowledge knowledge,
    @Nullable Split split,
    boolean diagnostics)
    implements Definition {
  public static final String KIND = "TrainingSet";

  @Override
  public String kind() {
    return KIND;
  }
}
