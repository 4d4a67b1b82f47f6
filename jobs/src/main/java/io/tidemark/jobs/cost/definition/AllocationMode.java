package io.tidemark.jobs.cost.definition;

/** How demand and capacity of several resources become one weight. */
public enum AllocationMode {
  WEIGHTED,
  DOMINANT,
  CPU,
  MEMORY,
  SLOT_SECONDS
}
