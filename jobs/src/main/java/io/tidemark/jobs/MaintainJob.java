package io.tidemark.jobs;

import io.tidemark.featurestore.materialize.Maintain;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Ref;

/** {@code maintain}. */
final class MaintainJob extends RecordedJob {

  @Override
  Answer work(JobContext context, Run run) {
    return new Maintain(run, context.project())
        .run(context.invocation().names().stream().map(Ref::parse).toList());
  }
}
