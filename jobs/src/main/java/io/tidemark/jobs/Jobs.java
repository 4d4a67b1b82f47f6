package io.tidemark.jobs;

import io.tidemark.jobs.bench.PitBench;
import io.tidemark.jobs.bench.ProfileBench;
import io.tidemark.jobs.definition.CommandLines;
import io.tidemark.jobs.definition.FileVerbs;
import io.tidemark.jobs.definition.Invocation;
import io.tidemark.jobs.definition.Located;
import io.tidemark.jobs.definition.Names;
import io.tidemark.jobs.definition.Printing;
import io.tidemark.jobs.definition.Projects;
import io.tidemark.jobs.definition.Request;
import io.tidemark.jobs.definition.Verb;
import io.tidemark.jobs.definition.Version;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** Runs a command line in this process. */
public final class Jobs {

  private final Printing printing;
  private final PrintStream out;
  private final SortedMap<String, String> environment;
  private final Interruption interruption;

  Jobs(
      Printing printing,
      PrintStream out,
      SortedMap<String, String> environment,
      Interruption interruption) {
    this.printing = printing;
    this.out = out;
    this.environment = environment;
    this.interruption = interruption;
  }

  /**
   * Runs a command line: parses it, loads the project, does the verb's work and prints the result.
   *
   * @param environment the process environment
   * @return the exit code
   */
  public static int run(
      SparkSession spark,
      List<String> args,
      PrintStream out,
      PrintStream err,
      SortedMap<String, String> environment) {
    Printing printing = new Printing(args, out, err, environment, false);
    return new Jobs(printing, out, environment, new Interruption())
        .run(args, () -> spark)
        .exitCode();
  }

  /** As {@link #run}; the session is only asked for when the project holds. */
  Answer run(List<String> args, Supplier<SparkSession> spark) {
    try {
      Request request = CommandLines.parse(args, Version.text());
      if (request instanceof Request.Help help) {
        return printing.help(help);
      }
      Invocation invocation = (Invocation) request;
      printing.options(invocation.options());
      return invocation.schema()
          ? printing.result(invocation.verb(), FileVerbs.schema())
          : printing.print(invocation, run(invocation, spark));
    } catch (Refusal refusal) {
      return printing.refused(CommandLines.words(args), refusal);
    } catch (Exception | Error e) {
      // Spark throws checked exceptions that it does not declare.
      Refusal refusal =
          interruption.raised() ? interruption.refusal() : Failures.explain(e, printing.verbose());
      return printing.refused(CommandLines.words(args), refusal);
    }
  }

  private Answer run(Invocation invocation, Supplier<SparkSession> spark) {
    if (!invocation.verb().spark()) {
      return FileVerbs.run(invocation, environment);
    }
    if (invocation.verb() == Verb.DEMO) {
      return new Demo(environment, out, (step, project, to) -> job(step, project, spark.get(), to))
          .run(invocation);
    }
    if (invocation.verb() == Verb.BENCH_PIT) {
      SparkSession session = Sessions.forVerb(spark.get(), null, environment);
      interruption.watch(session);
      return new PitBench(
              session, environment, (step, project) -> job(step, project, spark.get(), out))
          .run(invocation);
    }
    if (invocation.verb() == Verb.BENCH_PROFILE) {
      SparkSession session = Sessions.forVerb(spark.get(), null, environment);
      interruption.watch(session);
      return new ProfileBench(session).run(invocation);
    }
    Project project = Projects.load(invocation.options(), environment);
    Names.check(invocation, project);
    try {
      Answer answer = job(invocation, project, spark.get(), out);
      return Located.in(project, answer).withProblems(project.warnings());
    } catch (Refusal refusal) {
      throw Located.in(project, refusal);
    }
  }

  private Answer job(Invocation invocation, Project project, SparkSession spark, PrintStream to) {
    SparkSession session =
        Sessions.forVerb(
            spark, invocation.verb() == Verb.SQL ? project.warehouse() : null, environment);
    interruption.watch(session);
    SparkSession.setActiveSession(session);
    try {
      Instant now = invocation.options().now();
      return job(invocation.verb())
          .run(
              new JobContext(
                  session,
                  project,
                  invocation,
                  now == null ? Instant.now().truncatedTo(ChronoUnit.MICROS) : now,
                  environment,
                  to,
                  interruption));
    } finally {
      SparkSession.setActiveSession(spark);
    }
  }

  private static Job job(Verb verb) {
    return switch (verb) {
      case APPLY -> new ApplyJob();
      case MATERIALIZE -> new MaterializeJob();
      case MAINTAIN -> new MaintainJob();
      case TRAINING_SET_CREATE -> new CreateTrainingSetJob();
      case TRAINING_SET_VERIFY, TRAINING_SET_REBUILD, TRAINING_SET_DIFF, TRAINING_SET_EXPLAIN ->
          new ProofJob();
      case SCORING_SET_CREATE -> new CreateScoringSetJob();
      case REGISTRY_REBUILD -> new RebuildRegistryJob();
      case QUARANTINE_LIST, QUARANTINE_SHOW -> new QuarantineViewJob();
      case QUARANTINE_RELEASE, QUARANTINE_DISCARD -> new QuarantineJob();
      case QUALITY_RUN, QUALITY_GATE, QUALITY_HISTORY -> new QualityJob();
      case QUALITY_TEST -> new QualityTestJob();
      case QUALITY_SUGGEST -> new QualitySuggestJob();
      case COST_INGEST, COST_ATTRIBUTE, COST_REPORT, COST_BUDGET, COST_VALIDATE -> new CostJob();
      case SQL -> new SqlJob();
      case INIT, DEMO, BENCH_PIT, BENCH_PROFILE, DOCTOR, KEYS_NEW, VALIDATE, LIST, DESCRIBE ->
          throw new IllegalStateException(verb + " is no job of its own");
    };
  }
}
