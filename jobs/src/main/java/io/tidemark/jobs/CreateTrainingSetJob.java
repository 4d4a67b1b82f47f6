package io.tidemark.jobs;

import io.tidemark.featurestore.definition.TrainingSetDefinition;
import io.tidemark.featurestore.training.CreateTrainingSet;
import io.tidemark.jobs.definition.Names;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import java.util.List;

/** {@code training-set create}. */
final class CreateTrainingSetJob extends RecordedJob {

  @Override
  Answer work(JobContext context, Run run) {
    Project project = context.project();
    String name = context.invocation().name();
    Declared<TrainingSetDefinition> set =
        project
            .find(TrainingSetDefinition.class, new Ref(name, 0))
            .orElseThrow(() -> Names.unknown("UNKNOWN_NAME", "training set", name, List.of()));
    return new CreateTrainingSet().create(run, project, set);
  }
}
