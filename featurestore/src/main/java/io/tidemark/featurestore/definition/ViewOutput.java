package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Sensitivity;

/** What a service can select of a view. */
public sealed interface ViewOutput permits Feature, Aggregation {

  String name();

  Sensitivity sensitivity();
}
