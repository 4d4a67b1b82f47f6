package io.tidemark.jobs.definition;

import java.util.Locale;

/** The parts of {@code cost report}, in their order. */
public enum ReportSection {
  /** What was spent, by the columns asked for, beside the time before. */
  COST,
  /** What a restatement has changed, by team. */
  CHANGES,
  /** What runs cost by how they ended. */
  RUNS,
  /** What a row of a table costs. */
  UNITS,
  /** How much of the money has no tag, no team. */
  TAGS,
  /** Days that cost more than such days do. */
  ANOMALIES,
  /** Clusters that ran and that no bill knows. */
  UNBILLED,
  /** Bill beside ledger. */
  RECONCILIATION;

  /** As it is typed, and as results have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
