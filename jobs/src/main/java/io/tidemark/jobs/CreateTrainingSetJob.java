package io.tidemark.jobs;

import io.tidemark.featurestore.definition.TrainingSetDefinition;
import io.tidemark.featurestore.pit.MergeJoin;
import io.tidemark.featurestore.pit.WatchedJoin;
import io.tidemark.featurestore.training.CreateTrainingSet;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.audit.Signer;
import io.tidemark.lineage.audit.SigningKey;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import org.jspecify.annotations.Nullable;

/** {@code training-set create}. */
final class CreateTrainingSetJob extends RecordedJob {

  /** The variable that names the key where no flag does. */
  private static final String SIGNING_KEY = "TIDEMARK_SIGNING_KEY";

  @Override
  Answer work(JobContext context, Run run) {
    Project project = context.project();
    Ref name = Ref.parse(context.invocation().name());
    Signer signer = signer(context);
    WatchedJoin engine = new WatchedJoin(new MergeJoin());
    return project
        .find(TrainingSetDefinition.class, name)
        .map(set -> new CreateTrainingSet(engine, signer).create(run, project, set))
        .map(answer -> Explained.of(answer, context.invocation(), engine))
        .orElseThrow();
  }

  private static @Nullable Signer signer(JobContext context) {
    String given = context.invocation().signingKey();
    String key = given == null ? context.environment().get(SIGNING_KEY) : given;
    return key == null || key.isBlank() ? null : SigningKey.of(key);
  }
}
