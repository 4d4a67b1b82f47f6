package io.tidemark.jobs;

import io.tidemark.featurestore.materialize.ReleaseRows;
import io.tidemark.jobs.definition.Invocation;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.quality.quarantine.DiscardRows;

/** {@code quarantine release} and {@code quarantine discard}. */
final class QuarantineJob extends RecordedJob {

  @Override
  Answer work(JobContext context, Run run) {
    Invocation invocation = context.invocation();
    return switch (invocation.verb()) {
      case QUARANTINE_RELEASE ->
          new ReleaseRows(run, context.project()).release(invocation.name(), invocation.rows());
      case QUARANTINE_DISCARD -> new DiscardRows(run).discard(invocation.name(), invocation.rows());
      default -> throw new IllegalStateException(invocation.verb() + " decides on no rows");
    };
  }
}
