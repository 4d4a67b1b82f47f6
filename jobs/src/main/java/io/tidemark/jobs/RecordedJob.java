package io.tidemark.jobs;

import io.tidemark.lineage.Run;
import io.tidemark.lineage.Warehouse;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A verb whose every run is recorded, however it ends. */
abstract class RecordedJob implements Job {

  private static final Logger LOG = LoggerFactory.getLogger(RecordedJob.class);

  /** The warehouse, or a refusal. */
  Warehouse open(JobContext context) {
    return Warehouse.open(context.spark(), context.project());
  }

  /** The work itself; the run is ended by the caller. */
  abstract Answer work(JobContext context, Run run);

  @Override
  public final Answer run(JobContext context) {
    String verb = context.invocation().verb().words();
    try (Run run = open(context).begin(context.header())) {
      context.interruption().watch(run);
      try {
        Answer answer = work(context, run);
        if (context.interruption().raised()) {
          throw context.interruption().refusal();
        }
        return ended(run, answer);
      } catch (Refusal refusal) {
        return ended(run, Answer.refused(verb, run.id(), refusal));
      } catch (Exception | Error e) {
        // Spark throws checked exceptions that it does not declare.
        LOG.info("{} failed", verb, e);
        Refusal refusal =
            context.interruption().raised()
                ? context.interruption().refusal()
                : Trouble.explain(e, context.invocation().options().verbose());
        return ended(run, Answer.refused(verb, run.id(), refusal));
      }
    }
  }

  private static Answer ended(Run run, Answer answer) {
    if (answer.exitCode() == 0) {
      run.complete(0);
    } else {
      Problem first = firstError(answer);
      run.fail(
          answer.exitCode(),
          first == null ? answer.status().word() : first.code(),
          first == null ? null : first.message());
    }
    return new Answer(
        answer.verb(),
        run.id(),
        answer.status(),
        answer.exitCode(),
        answer.results(),
        answer.problems());
  }

  private static @Nullable Problem firstError(Answer answer) {
    return answer.problems().stream().filter(Problem::isError).findFirst().orElse(null);
  }
}
