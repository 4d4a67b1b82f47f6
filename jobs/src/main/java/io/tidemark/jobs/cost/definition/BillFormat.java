package io.tidemark.jobs.cost.definition;

/** What the files of a bill look like: AWS's Cost and Usage Reports, or FOCUS 1.0 to 1.2. */
public enum BillFormat {
  CUR2,
  CUR1,
  FOCUS
}
