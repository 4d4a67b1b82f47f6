package io.tidemark.jobs;

import io.tidemark.featurestore.plan.Apply;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.Warehouse;
import io.tidemark.lineage.definition.Answer;

/** {@code apply}: the only verb that makes a warehouse. */
final class ApplyJob extends RecordedJob {

  @Override
  Warehouse open(JobContext context) {
    return Warehouse.initialise(context.spark(), context.project());
  }

  @Override
  Answer work(JobContext context, Run run) {
    return new Apply(run, context.project()).run();
  }
}
