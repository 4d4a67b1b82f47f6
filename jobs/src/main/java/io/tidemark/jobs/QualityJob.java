package io.tidemark.jobs;

import io.tidemark.jobs.definition.Invocation;
import io.tidemark.jobs.definition.Verb;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.quality.check.QualityGate;
import io.tidemark.quality.check.QualityHistory;
import io.tidemark.quality.check.QualityRun;

/** {@code quality run}, {@code gate} and {@code history}. */
final class QualityJob extends RecordedJob {

  @Override
  Answer work(JobContext context, Run run) {
    Invocation invocation = context.invocation();
    Verb verb = invocation.verb();
    return switch (verb) {
      case QUALITY_RUN ->
          new QualityRun(run, context.project(), Suites.moment(context), invocation.failsOnWarn())
              .run(Suites.selected(context));
      case QUALITY_GATE ->
          new QualityGate(run, invocation.failsOnWarn())
              .gate(Suites.selected(context), invocation.options().date());
      case QUALITY_HISTORY ->
          new QualityHistory(run)
              .history(
                  Suites.selected(context).get(0), invocation.rule(), invocation.options().date());
      default -> throw new IllegalStateException(verb + " judges nothing");
    };
  }
}
