package io.tidemark.jobs;

import io.tidemark.featurestore.definition.TrainingSetDefinition;
import io.tidemark.featurestore.training.CreateTrainingSet;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;

/** {@code training-set create}. */
final class CreateTrainingSetJob extends RecordedJob {

  @Override
  Answer work(JobContext context, Run run) {
    Project project = context.project();
    Ref name = Ref.parse(context.invocation().name());
    return project
        .find(TrainingSetDefinition.class, name)
        .map(set -> new CreateTrainingSet().create(run, project, set))
        .orElseThrow();
  }
}
