package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Definition;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Sensitivity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The features that a model uses, in the order of its columns.
 *
 * @param clearance the highest sensitivity it may hold
 * @param model the model it is for
 */
public record FeatureServiceDefinition(
    Metadata metadata, List<ServiceEntry> features, Sensitivity clearance, @Nullable String model)
    implements Definition {
  public static final String KIND = "FeatureService";

  public FeatureServiceDefinition {
    features = List.copyOf(features);
  }

  @Override
  public String kind() {
    return KIND;
  }
}
