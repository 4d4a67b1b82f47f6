package io.tidemark.featurestore.training;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.featurestore.pit.MergeJoin;
import io.tidemark.featurestore.pit.PointInTimeJoin;
import io.tidemark.featurestore.pit.SpineRows;
import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The verb {@code training-set explain}: for each view, why spine rows of a version found something
 * or nothing, in all and by month. Every row counts once, for the first of
 *
 * <ul>
 *   <li>matched: it has the view's values,
 *   <li>deleted: the newest row of its key is a deletion,
 *   <li>expired: without the ttl it would have matched,
 *   <li>not yet known: as corrected it would have matched,
 *   <li>missing: there is nothing for it.
 * </ul>
 */
public final class ExplainTrainingSet {
  /** The verb's words. */
  public static final String VERB = "training-set explain";

  private static final String EVER = "__ever_";
  private static final String LATER = "__later_";
  private static final String DELETED = "__deleted";
  private static final List<String> WAYS =
      List.of("matched", "deleted", "expired", "notYetKnown", "missing");

  private final PointInTimeJoin engine;

  public ExplainTrainingSet() {
    this(new MergeJoin());
  }

  /** Answers with another engine. */
  public ExplainTrainingSet(PointInTimeJoin engine) {
    this.engine = engine;
  }

  /**
   * Explains one version; the run is neither completed nor failed.
   *
   * @param ref {@code name@K}, or {@code name} for the newest version
   * @return exit code 0 with a result per view; warns of views whose known-at looks like a load
   *     time
   * @throws io.tidemark.lineage.definition.Refusal 2 if there is no such version, 10 if an input is
   *     gone
   */
  public Answer explain(Run run, Project project, Ref ref) {
    RecordedSet set = RecordedSet.open(run, project, ref);
    return set.reading(() -> explained(run, set));
  }

  private Answer explained(Run run, RecordedSet set) {
    List<AsOfView> views = set.viewsThen();
    return engine.answer(
        set.spine(),
        views.stream().map(AsOfView::withoutFeatures).toList(),
        set.knowledge(),
        joined -> explained(run, set, views, joined));
  }

  private Answer explained(
      Run run, RecordedSet set, List<AsOfView> views, PointInTimeJoin.Joined as) {
    Knowledge corrected = new Knowledge(Knowledge.Mode.AS_CORRECTED, null);
    Dataset<Row> rows = joined(set, as.rows(), ever(views), set.knowledge());
    rows = joined(set, rows, later(views), corrected);
    long begin = System.nanoTime();
    List<Row> months = byMonth(rows, views);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    List<Map<String, Object>> results = new ArrayList<>();
    List<Problem> warnings = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      PointInTimeJoin.Way way = as.way(views.get(i).name());
      Manifest.ViewFigures figures = figures(set, i, months, way.name());
      Map<String, Object> result = result(set, figures, months, i);
      result.put("why", way.why());
      result.put("read", way.read() == null ? null : way.read().figures(millis));
      results.add(result);
      LoadTime.warning(set.plan(), figures, sum(months, 1))
          .ifPresent(problem -> warnings.add(set.warn(problem)));
    }
    return new Answer(VERB, run.id(), Status.OK, 0, results, warnings);
  }

  private Dataset<Row> joined(
      RecordedSet set, Dataset<Row> rows, List<AsOfView> views, Knowledge knowledge) {
    return engine.join(new SpineRows(rows, set.spine().time()), views, knowledge).rows();
  }

  /** Whatever row is taken whatever its age, a deletion too. */
  private static List<AsOfView> ever(List<AsOfView> views) {
    List<AsOfView> all = new ArrayList<>();
    for (AsOfView view : views) {
      String name = EVER + view.name();
      Dataset<Row> rows =
          view.rows()
              .withColumn(DELETED, Columns.named(FeatureTable.DELETED))
              .withColumn(FeatureTable.DELETED, lit(false));
      all.add(view(view, name, rows, null, List.of(new AsOfView.Output(DELETED, name + DELETED))));
    }
    return all;
  }

  private static List<AsOfView> later(List<AsOfView> views) {
    return views.stream()
        .map(view -> view(view, LATER + view.name(), view.rows(), view.ttl(), List.of()))
        .toList();
  }

  private static AsOfView view(
      AsOfView view,
      String name,
      Dataset<Row> rows,
      @Nullable Duration ttl,
      List<AsOfView.Output> features) {
    return new AsOfView(
        name,
        rows,
        view.keys(),
        ttl,
        view.lag(),
        view.excludeEqualTimestamps(),
        view.tieColumn(),
        features);
  }

  /** Per month: rows, then of each view the rows by way and those that match as corrected. */
  private static List<Row> byMonth(Dataset<Row> rows, List<AsOfView> views) {
    List<Column> counts = new ArrayList<>();
    for (AsOfView view : views) {
      Column found = Columns.named(view.eventTimeColumn()).isNotNull();
      Column ever = Columns.named(EVER + view.eventTimeColumn()).isNotNull();
      Column deleted = coalesce(Columns.named(EVER + view.name() + DELETED), lit(false));
      Column later = Columns.named(LATER + view.eventTimeColumn()).isNotNull();
      Column way =
          when(found, WAYS.get(0))
              .when(ever.and(deleted), WAYS.get(1))
              .when(ever, WAYS.get(2))
              .when(later, WAYS.get(3))
              .otherwise(WAYS.get(4));
      WAYS.forEach(each -> counts.add(count(when(way.equalTo(each), lit(1)))));
      counts.add(count(when(later, lit(1))));
    }
    return rows.groupBy(date_format(Columns.named(SpineColumns.TIME), "yyyy-MM").as("month"))
        .agg(count(lit(1)), counts.toArray(new Column[0]))
        .orderBy("month")
        .collectAsList(); // a row a month
  }

  private static Manifest.ViewFigures figures(
      RecordedSet set, int view, List<Row> months, String way) {
    long rows = sum(months, 1);
    long matched = sum(months, column(view, 0));
    return new Manifest.ViewFigures(
        set.plan().views().get(view).ref(),
        way,
        matched,
        0,
        LoadTime.suspicious(set.knowledge(), matched, rows)
            ? Long.valueOf(sum(months, column(view, WAYS.size())))
            : null);
  }

  private static Map<String, Object> result(
      RecordedSet set, Manifest.ViewFigures figures, List<Row> months, int view) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", set.row().name());
    result.put("version", set.row().version());
    result.put("view", figures.view());
    result.put("way", figures.way());
    result.put("rows", sum(months, 1));
    for (int i = 0; i < WAYS.size(); i++) {
      result.put(WAYS.get(i), sum(months, column(view, i)));
    }
    List<Object> coverage = new ArrayList<>();
    for (Row month : months) {
      if (!month.isNullAt(0)) {
        Map<String, Object> each = new LinkedHashMap<>();
        each.put("month", month.getString(0));
        each.put("rows", month.getLong(1));
        each.put("matched", month.getLong(column(view, 0)));
        coverage.add(each);
      }
    }
    result.put("coverage", coverage);
    return result;
  }

  private static int column(int view, int way) {
    return 2 + view * (WAYS.size() + 1) + way;
  }

  private static long sum(List<Row> months, int column) {
    return months.stream().mapToLong(month -> month.getLong(column)).sum();
  }
}
