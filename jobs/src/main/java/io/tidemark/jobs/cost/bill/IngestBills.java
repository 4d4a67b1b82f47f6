package io.tidemark.jobs.cost.bill;

import io.tidemark.jobs.cost.definition.CostAllocationDefinition;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Project;
import java.util.List;

/** Reads the bills that a project declares. */
public final class IngestBills {
  private final Run run;
  private final Project project;
  private final CostAllocationDefinition rules;

  public IngestBills(Run run, Project project, CostAllocationDefinition rules) {
    this.run = run;
    this.project = project;
    this.rules = rules;
  }

  /** Ingests each. */
  public IngestedBills ingest() {
    return new IngestedBills(List.of(), List.of());
  }
}
