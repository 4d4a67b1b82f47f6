package io.tidemark.jobs;

import io.tidemark.featurestore.training.DiffTrainingSet;
import io.tidemark.featurestore.training.ExplainTrainingSet;
import io.tidemark.featurestore.training.RebuildTrainingSet;
import io.tidemark.featurestore.training.VerifyTrainingSet;
import io.tidemark.jobs.definition.Verb;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;

/** {@code training-set verify}, {@code rebuild}, {@code diff} and {@code explain}. */
final class ProofJob extends RecordedJob {

  @Override
  Answer work(JobContext context, Run run) {
    Verb verb = context.invocation().verb();
    Project project = context.project();
    Ref set = Ref.parse(context.invocation().name());
    return switch (verb) {
      case TRAINING_SET_VERIFY -> new VerifyTrainingSet(run, project).verify(set);
      case TRAINING_SET_REBUILD -> new RebuildTrainingSet().rebuild(run, project, set);
      case TRAINING_SET_DIFF -> new DiffTrainingSet().diff(run, project, set);
      case TRAINING_SET_EXPLAIN -> new ExplainTrainingSet().explain(run, project, set);
      default -> throw new IllegalStateException(verb + " proves nothing");
    };
  }
}
