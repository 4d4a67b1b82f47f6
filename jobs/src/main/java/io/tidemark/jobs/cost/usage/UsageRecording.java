package io.tidemark.jobs.cost.usage;

import io.tidemark.jobs.cost.CostRules;
import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.definition.CostAllocationDefinition;
import io.tidemark.jobs.cost.usage.ExecutorHistory.Span;
import io.tidemark.jobs.cost.usage.ExecutorLife.Source;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.quality.store.Appends;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records which executors a run had while it ran, where the project's CostAllocation asks for it.
 * Runs that share executors have a row each for the part of a life that lies in the run; runs of
 * one process at the same time have the same time each. The clock is the wall's.
 */
public final class UsageRecording implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UsageRecording.class);
  private static final long LISTENERS_MILLIS = 10_000;

  private final Run run;
  private final Project project;
  private final Map<String, String> environment;
  private final SparkContext context;
  private final long started = System.currentTimeMillis();
  private final @Nullable ExecutorListener listener;

  UsageRecording(Run run, Project project, Map<String, String> environment, boolean asked) {
    this.run = run;
    this.project = project;
    this.environment = environment;
    this.context = run.spark().sparkContext();
    this.listener = asked ? ExecutorListener.on(context, started) : null;
  }

  /**
   * Begins with a run; does nothing, then and later, if the project does not ask for it.
   *
   * @param environment of the process, which may name the cluster
   */
  public static UsageRecording of(Run run, Project project, Map<String, String> environment) {
    return new UsageRecording(run, project, environment, isAskedFor(project));
  }

  /**
   * Writes the rows of the run, which has not ended yet.
   *
   * @return a warning if they could not be written; the run is what it is without them
   */
  public List<Problem> write() {
    if (listener == null) {
      return List.of();
    }
    try {
      List<Row> rows = lives(listener).stream().map(ExecutorLives::toRow).toList();
      if (!rows.isEmpty()) {
        Appends.append(
            run,
            CostTables.RUN_USAGE.ref(),
            run.spark().createDataFrame(rows, CostTables.RUN_USAGE.schema()).coalesce(1));
      }
      return List.of();
    } catch (Refusal refusal) {
      Problem first = refusal.problems().get(0);
      return List.of(lost(first.message(), first.fix()));
    } catch (Exception | FSError e) {
      // Spark throws checked exceptions that it does not declare.
      LOG.info("the usage of run {} could not be written", run.id(), e);
      return List.of(
          lost(
              e.toString(),
              "`tidemark cost ingest` can read it from the event log of "
                  + context.applicationId()));
    }
  }

  @Override
  public void close() {
    if (listener != null) {
      context.removeSparkListener(listener);
    }
  }

  private static boolean isAskedFor(Project project) {
    return CostRules.of(project).filter(CostAllocationDefinition::listener).isPresent();
  }

  private List<ExecutorLife> lives(ExecutorListener followed) {
    awaitListeners();
    long ended = Math.max(started, System.currentTimeMillis());
    ContainerSize size = new ContainerSize(this::setting);
    Application application = application();
    List<ExecutorLife> lives = new ArrayList<>();
    for (Span span : followed.until(ended)) {
      Map<String, Long> profile = profile(span.executor().profile());
      lives.add(application.life(span, size, profile));
    }
    if (size.hasDriver()) {
      String host = setting("spark.driver.host").orElse(null);
      lives.add(application.driver(size, host, started, ended, false));
    }
    return lives;
  }

  private Application application() {
    Metadata metadata = project.definition().metadata();
    String appId = context.applicationId();
    return new Application(
        run.id(),
        appId,
        setting("spark.app.attempt.id").map(Application::attempt).orElse(1),
        ClusterId.of(this::setting, environment).orElse(appId),
        present(metadata.team()),
        metadata.name(),
        present(project.environment()),
        present(metadata.useCase()),
        setting(Application.PROPERTY + "model").orElse(null),
        Source.LISTENER,
        context.appName());
  }

  private Map<String, Long> profile(int id) {
    ResourceProfile profile = context.resourceProfileManager().resourceProfileFromId(id);
    Map<String, Long> amounts = new HashMap<>();
    profile.executorResourcesJMap().forEach((name, asked) -> amounts.put(name, asked.amount()));
    return amounts;
  }

  private Optional<String> setting(String key) {
    SparkConf conf = context.conf();
    return conf.contains(key) ? Optional.of(conf.get(key)) : Optional.empty();
  }

  private void awaitListeners() {
    try {
      context.listenerBus().waitUntilEmpty(LISTENERS_MILLIS);
    } catch (TimeoutException e) {
      LOG.info("Spark has not told of all tasks of run {} yet", run.id());
    }
  }

  private Problem lost(String why, @Nullable String fix) {
    return Problem.warn(
        "USAGE_NOT_RECORDED",
        null,
        "which executors run %s had is not in %s: %s"
            .formatted(run.id(), CostTables.RUN_USAGE.ref(), why),
        fix);
  }

  private static @Nullable String present(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
