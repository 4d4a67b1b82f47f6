package io.tidemark.jobs;

import io.tidemark.featurestore.materialize.Materialize;
import io.tidemark.jobs.definition.Invocation;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Ref;
import java.time.LocalDate;

/** {@code materialize}. */
final class MaterializeJob extends RecordedJob {

  @Override
  Answer work(JobContext context, Run run) {
    Invocation invocation = context.invocation();
    LocalDate date = invocation.options().date();
    return new Materialize(run, context.project())
        .run(
            invocation.names().stream().map(Ref::parse).toList(),
            date == null ? invocation.from() : date,
            date == null ? invocation.to() : date);
  }
}
