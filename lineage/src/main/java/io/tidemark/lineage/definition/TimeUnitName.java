package io.tidemark.lineage.definition;

/** The unit of times kept as integers. */
public enum TimeUnitName {
  S,
  MS,
  US
}
