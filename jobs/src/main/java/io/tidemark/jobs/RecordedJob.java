package io.tidemark.jobs;

import io.tidemark.jobs.cost.usage.UsageRecording;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.Warehouse;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A verb whose every run is recorded, however it ends. */
abstract class RecordedJob implements Job {

  private static final Logger LOG = LoggerFactory.getLogger(RecordedJob.class);

  /** The system property that names the file which the process logs to. */
  private static final String LOG_FILE = "tidemark.driver.log";

  /** The warehouse, or a refusal. */
  Warehouse open(JobContext context) {
    return Warehouse.open(context.spark(), context.project());
  }

  /** The work itself; the run is ended by the caller. */
  abstract Answer work(JobContext context, Run run);

  @Override
  public final Answer run(JobContext context) {
    Warehouse warehouse = open(context);
    try (Run run = warehouse.begin(context.header());
        UsageRecording usage = UsageRecording.of(run, context.project(), context.environment())) {
      context.interruption().watch(run);
      Answer answer = recorded(context, run);
      // Spark's work is cancelled from then on.
      boolean over = context.interruption().raised();
      answer = ended(run, over ? answer : answer.withProblems(usage.write()));
      keepLog(warehouse, run);
      return answer;
    }
  }

  private Answer recorded(JobContext context, Run run) {
    String verb = context.invocation().verb().words();
    try {
      Answer answer = work(context, run);
      if (context.interruption().raised()) {
        throw context.interruption().refusal();
      }
      return answer;
    } catch (Refusal refusal) {
      return Answer.refused(verb, run.id(), refusal);
    } catch (Exception | Error e) {
      // Spark throws checked exceptions that it does not declare.
      LOG.info("{} failed", verb, e);
      return Answer.refused(
          verb,
          run.id(),
          context.interruption().raised()
              ? context.interruption().refusal()
              : Failures.explain(e, context.invocation().options().verbose()));
    }
  }

  private static void keepLog(Warehouse warehouse, Run run) {
    String log = System.getProperty(LOG_FILE);
    if (log == null || !Files.exists(Path.of(log))) {
      return;
    }
    try {
      warehouse.registry().keepLog(run.id(), Path.of(log));
    } catch (RuntimeException e) {
      // What the run did stands, with or without its log.
      LOG.warn("the log of run {} could not be kept: {}", run.id(), e.toString());
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
    List<Problem> problems = new ArrayList<>(answer.problems());
    run.incomplete().ifPresent(problems::add);
    return new Answer(
        answer.verb(), run.id(), answer.status(), answer.exitCode(), answer.results(), problems);
  }

  private static @Nullable Problem firstError(Answer answer) {
    return answer.problems().stream().filter(Problem::isError).findFirst().orElse(null);
  }
}
