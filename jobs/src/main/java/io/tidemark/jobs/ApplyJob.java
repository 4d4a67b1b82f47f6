package io.tidemark.jobs;

import io.tidemark.featurestore.plan.Apply;
import io.tidemark.jobs.cost.CostTables;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.Warehouse;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Status;

/** {@code apply}: the only verb that makes a warehouse. */
final class ApplyJob extends RecordedJob {

  @Override
  Warehouse open(JobContext context) {
    return Warehouse.initialise(context.spark(), context.project());
  }

  @Override
  Answer work(JobContext context, Run run) {
    Answer applied = new Apply(run, context.project()).run();
    boolean made = !CostTables.make(run).isEmpty();
    return made && applied.status() == Status.UNCHANGED
        ? new Answer(
            applied.verb(),
            run.id(),
            Status.OK,
            applied.exitCode(),
            applied.results(),
            applied.problems())
        : applied;
  }
}
