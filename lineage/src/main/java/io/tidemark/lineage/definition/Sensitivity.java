package io.tidemark.lineage.definition;

/** How closely values are kept, from open to closed; the order counts. */
public enum Sensitivity {
  PUBLIC,
  INTERNAL,
  CONFIDENTIAL,
  PII
}
