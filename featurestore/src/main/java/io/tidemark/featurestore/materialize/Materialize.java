package io.tidemark.featurestore.materialize;

import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.featurestore.definition.Lifecycle;
import io.tidemark.featurestore.plan.Applied;
import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.featurestore.plan.ViewSource;
import io.tidemark.lineage.InputReader;
import io.tidemark.lineage.InputRows;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Status;
import io.tidemark.quality.check.Datasets;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.engine.Judge;
import io.tidemark.quality.engine.Moment;
import io.tidemark.quality.store.RecordedHistory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verb {@code materialize}: brings the source rows of a window into feature tables. Whether a
 * row is already there is decided by content, so that running again adds nothing. Each view is its
 * own commit; one that is refused does not stop the others.
 */
public final class Materialize {
  private static final Logger LOG = LoggerFactory.getLogger(Materialize.class);
  static final String VERB = "materialize";

  private final Run run;
  private final Project project;
  private final InputReader reader;

  public Materialize(Run run, Project project) {
    this.run = run;
    this.project = project;
    this.reader = InputReader.reading(run, project);
  }

  /**
   * Materialises the named views, or all active ones.
   *
   * @param views {@code name@N}; empty for all active ones
   * @param from first day, null with {@code to} for everything up to the run's clock
   * @param to last day, included
   * @throws Refusal with exit code 9 if no view is named and none is active
   */
  public Answer run(List<Ref> views, @Nullable LocalDate from, @Nullable LocalDate to) {
    List<Problem> problems = new ArrayList<>();
    List<FeatureTable> tables =
        views.isEmpty() ? active(problems) : SelectedViews.named(project, views);
    Window window = new Window(from, to, run.now());
    Applied applied = Applied.of(run.warehouse().registry());
    List<Map<String, Object>> results = new ArrayList<>();
    int exit = 0;
    boolean written = false;
    for (FeatureTable table : tables) {
      try {
        Map<String, Object> result = materialize(table, window, applied, problems);
        LOG.info("{}: {}", table.view().object(), result);
        written |= "written".equals(result.get("status"));
        results.add(result);
      } catch (Refusal refusal) {
        results.add(Results.refused(table, window));
        problems.addAll(refusal.problems());
        exit = worst(exit, refusal.exitCode());
      }
    }
    Status status = exit != 0 ? Answer.ofExit(exit) : written ? Status.OK : Status.UNCHANGED;
    return new Answer(VERB, run.id(), status, exit, results, problems);
  }

  private Map<String, Object> materialize(
      FeatureTable table, Window window, Applied applied, List<Problem> problems) {
    Declared<FeatureViewDefinition> view = table.view();
    Lifecycle lifecycle = view.definition().lifecycle();
    if (lifecycle.state() == Lifecycle.State.RETIRED) {
      throw new Refusal(
          2,
          List.of(
              view.error(
                  "spec.lifecycle.state",
                  "VIEW_RETIRED",
                  view.object() + " is retired",
                  replacement(lifecycle))));
    }
    if (lifecycle.state() == Lifecycle.State.DEPRECATED) {
      problems.add(
          view.warn(
              "spec.lifecycle.state",
              "VIEW_DEPRECATED",
              view.object() + " is deprecated",
              replacement(lifecycle)));
    }
    applied.require(view);
    InputRows rows = table.open(reader);
    try {
      ViewSource source = ViewSource.of(table, rows);
      BatchCheck check = check(table, source, window, problems);
      return new ViewRun(run, table, source, window, check).materialize();
    } catch (Exception e) {
      Optional<Refusal> refusal = rows.refusal(e);
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      throw e;
    }
  }

  /** What judges a view's rows before they are written; null if it names no suite. */
  private @Nullable BatchCheck check(
      FeatureTable table, ViewSource source, Window window, List<Problem> problems) {
    String name = table.view().definition().quality().suite();
    if (name == null) {
      return null;
    }
    Declared<QualitySuiteDefinition> suite =
        project
            .find(QualitySuiteDefinition.class, new Ref(name, 0))
            .orElseThrow(() -> new IllegalStateException("the loader let a suite pass: " + name));
    Moment moment = new Moment(window.logicalDate(), run.now());
    Judge judge =
        new Judge(run.spark(), moment, new RecordedHistory(run), new Datasets(run, project));
    return new BatchCheck(run, table, source, window, suite, judge::judgeBatch, problems::add);
  }

  private List<FeatureTable> active(List<Problem> problems) {
    List<FeatureTable> tables = new ArrayList<>();
    for (Declared<FeatureViewDefinition> view : project.all(FeatureViewDefinition.class)) {
      Lifecycle lifecycle = view.definition().lifecycle();
      if (lifecycle.state() == Lifecycle.State.ACTIVE) {
        tables.add(FeatureTable.of(project, view));
      } else if (lifecycle.state() == Lifecycle.State.DEPRECATED) {
        problems.add(
            view.warn(
                "spec.lifecycle.state",
                "VIEW_LEFT_OUT",
                view.object() + " is deprecated and was not materialized",
                "name it to materialize it"));
      }
    }
    if (tables.isEmpty()) {
      throw new Refusal(
          9,
          List.of(
              Problem.error(
                  "NOTHING_SELECTED",
                  null,
                  "no view is active",
                  "declare one with lifecycle: {state: active}, or name a view")));
    }
    return tables;
  }

  private static String replacement(Lifecycle lifecycle) {
    return lifecycle.replacement() == null
        ? "use another view"
        : "use " + lifecycle.replacement() + " instead";
  }

  /** Several views: 2 counts more than 6, 7 and 10, and those more than anything else. */
  private static int worst(int a, int b) {
    List<Integer> order = List.of(0, 9, 1, 10, 7, 6, 2);
    return order.indexOf(a) >= order.indexOf(b) ? a : b;
  }
}
