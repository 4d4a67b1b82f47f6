package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Sensitivity;
import io.tidemark.lineage.definition.SqlType;

/**
 * One value that a view gives.
 *
 * @param column the source's column it is read from
 */
public record Feature(
    String name, SqlType type, String column, Sensitivity sensitivity, String description)
    implements ViewOutput {}
