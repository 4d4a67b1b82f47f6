package io.tidemark.jobs.cost.bill;

/** How a file of a bill is written, told by its first bytes and never by its name. */
enum FileKind {
  CSV,
  GZIP_CSV,
  PARQUET
}
