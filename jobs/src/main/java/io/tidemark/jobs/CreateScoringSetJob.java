package io.tidemark.jobs;

import io.tidemark.featurestore.definition.FeatureServiceDefinition;
import io.tidemark.featurestore.pit.MergeJoin;
import io.tidemark.featurestore.pit.WatchedJoin;
import io.tidemark.featurestore.training.CreateScoringSet;
import io.tidemark.jobs.definition.Invocation;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.SourceDefinition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@code scoring-set create}. */
final class CreateScoringSetJob extends RecordedJob {

  @Override
  Answer work(JobContext context, Run run) {
    Project project = context.project();
    Invocation invocation = context.invocation();
    Instant at = invocation.at();
    String keys = invocation.keys();
    @Nullable Declared<SourceDefinition> source =
        keys == null ? null : project.find(SourceDefinition.class, new Ref(keys, 0)).orElseThrow();
    WatchedJoin engine = new WatchedJoin(new MergeJoin());
    return project
        .find(FeatureServiceDefinition.class, Ref.parse(invocation.name()))
        .map(
            service ->
                new CreateScoringSet(engine)
                    .create(run, project, service, at == null ? run.now() : at, source))
        .map(answer -> Explained.of(answer, invocation, engine))
        .orElseThrow();
  }
}
