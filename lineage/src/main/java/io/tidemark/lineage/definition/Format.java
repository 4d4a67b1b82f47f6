package io.tidemark.lineage.definition;

/** How a source's rows are stored. */
public enum Format {
  DELTA,
  PARQUET,
  CSV,
  JDBC
}
