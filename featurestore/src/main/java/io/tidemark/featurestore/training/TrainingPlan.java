package io.tidemark.featurestore.training;

import static org.apache.spark.sql.functions.lit;

import io.tidemark.featurestore.definition.Aggregation;
import io.tidemark.featurestore.definition.Feature;
import io.tidemark.featurestore.definition.FeatureServiceDefinition;
import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.featurestore.definition.LabelViewDefinition;
import io.tidemark.featurestore.definition.ServiceEntry;
import io.tidemark.featurestore.definition.TrainingSetDefinition;
import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.featurestore.pit.SortedRuns;
import io.tidemark.featurestore.pit.WindowAggregate;
import io.tidemark.featurestore.pit.WindowAggregate.Reach;
import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Predicates;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Definition;
import io.tidemark.lineage.definition.EntityDefinition;
import io.tidemark.lineage.definition.KeyColumn;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.SourceDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A declared training set with everything it names.
 *
 * @param spineSources what the spine reads: one source, or those that its query names
 */
record TrainingPlan(
    Declared<TrainingSetDefinition> set,
    Declared<FeatureServiceDefinition> service,
    List<Declared<SourceDefinition>> spineSources,
    List<View> views,
    @Nullable Labels labels) {

  TrainingPlan {
    spineSources = List.copyOf(spineSources);
    views = List.copyOf(views);
  }

  static TrainingPlan of(Project project, Declared<TrainingSetDefinition> set) {
    TrainingSetDefinition definition = set.definition();
    Declared<FeatureServiceDefinition> service =
        found(project, FeatureServiceDefinition.class, definition.service());
    List<View> views = new ArrayList<>();
    for (ServiceEntry entry : service.definition().features()) {
      Declared<FeatureViewDefinition> view =
          found(project, FeatureViewDefinition.class, entry.view());
      FeatureTable table = FeatureTable.of(project, view);
      List<Declared<SourceDefinition>> sources = sources(project, view.definition().sources());
      views.add(new View(view, table.source(), sources, table.entity(), entry));
    }
    return new TrainingPlan(
        set,
        service,
        sources(project, definition.spine().sources()),
        views,
        definition.labels() == null ? null : labels(project, definition.labels()));
  }

  private static List<Declared<SourceDefinition>> sources(Project project, List<String> names) {
    List<Declared<SourceDefinition>> sources = new ArrayList<>();
    names.forEach(name -> sources.add(found(project, SourceDefinition.class, new Ref(name, 0))));
    return sources;
  }

  private static Labels labels(Project project, Ref ref) {
    Declared<LabelViewDefinition> view = found(project, LabelViewDefinition.class, ref);
    return new Labels(
        view,
        found(project, SourceDefinition.class, new Ref(view.definition().source(), 0)),
        found(project, EntityDefinition.class, new Ref(view.definition().entity(), 0)));
  }

  /** Every entity whose keys are looked up in the spine. */
  List<Declared<EntityDefinition>> entities() {
    List<Declared<EntityDefinition>> entities = new ArrayList<>();
    views.forEach(view -> entities.add(view.entity()));
    if (labels != null) {
      entities.add(labels.entity());
    }
    return entities;
  }

  /** Every definition that decides what the set holds, each once. */
  List<Declared<?>> definitions() {
    Map<String, Declared<?>> all = new LinkedHashMap<>();
    List.of(set, service).forEach(each -> all.put(each.object(), each));
    spineSources.forEach(each -> all.putIfAbsent(each.object(), each));
    for (View view : views) {
      all.putIfAbsent(view.view().object(), view.view());
      view.sources().forEach(each -> all.putIfAbsent(each.object(), each));
      all.putIfAbsent(view.entity().object(), view.entity());
    }
    if (labels != null) {
      List.of(labels.view(), labels.source(), labels.entity())
          .forEach(each -> all.putIfAbsent(each.object(), each));
    }
    return List.copyOf(all.values());
  }

  String name() {
    return set.definition().metadata().name();
  }

  /** The spine column that an entity's key is looked up in. */
  String spineColumn(KeyColumn key) {
    return set.definition().spine().keys().getOrDefault(key.name(), key.name());
  }

  private static <T extends Definition> Declared<T> found(Project project, Class<T> type, Ref ref) {
    return project
        .find(type, ref)
        .orElseThrow(
            () -> new IllegalStateException("The loader let a missing reference pass: " + ref));
  }

  /** The label view and what it is made of. */
  record Labels(
      Declared<LabelViewDefinition> view,
      Declared<SourceDefinition> source,
      Declared<EntityDefinition> entity) {}

  /**
   * A view of the service, what it is made of and what is selected of it.
   *
   * @param source of a view over sql what its query stands for
   * @param sources what the view reads: its source, or those that its query names
   */
  record View(
      Declared<FeatureViewDefinition> view,
      Declared<SourceDefinition> source,
      List<Declared<SourceDefinition>> sources,
      Declared<EntityDefinition> entity,
      ServiceEntry entry) {

    View {
      sources = List.copyOf(sources);
    }

    /** {@code name@N}. */
    String ref() {
      return view.definition().ref().toString();
    }

    TableRef table() {
      return new TableRef("features", view.definition().tableName());
    }

    /**
     * The view as the engine sees it, over the rows of its table.
     *
     * @param newestSeq rows of a greater {@code _seq} are left out; null for none
     */
    AsOfView asOf(Run run, PinnedTable stored, List<AsOfView.Key> keys, @Nullable Long newestSeq) {
      Dataset<Row> rows = run.read(stored);
      int buckets = FeatureTable.buckets(run, stored);
      SortedRuns runs =
          SortedRuns.of(run, stored, rows.schema(), keys.get(0).column(), buckets, newestSeq);
      return asOf(
              newestSeq == null
                  ? rows
                  : rows.where(Columns.named(FeatureTable.SEQ).leq(lit(newestSeq))),
              keys)
          .lying(runs);
    }

    private AsOfView asOf(Dataset<Row> rows, List<AsOfView.Key> keys) {
      FeatureViewDefinition definition = view.definition();
      FeatureTable table = new FeatureTable(view, entity, source);
      List<String> features = definition.features().stream().map(Feature::name).toList();
      List<AsOfView.Output> outputs = new ArrayList<>();
      for (String name : entry.select()) {
        if (features.contains(name)) {
          outputs.add(new AsOfView.Output(name, entry.column(name)));
        }
      }
      List<WindowAggregate> windows = new ArrayList<>();
      for (String name : entry.select()) {
        definition.aggregations().stream()
            .filter(each -> each.name().equals(name))
            .forEach(each -> windows.add(window(each, table)));
      }
      return new AsOfView(
          definition.metadata().name(),
          rows,
          keys,
          features.isEmpty() ? null : definition.ttl(),
          source.definition().availabilityLag(),
          definition.excludeEqualTimestamps(),
          table.tieColumn(),
          table.hasId() ? FeatureTable.ID : null,
          outputs,
          windows);
    }

    private WindowAggregate window(Aggregation aggregation, FeatureTable table) {
      Map<String, String> stored = new HashMap<>();
      for (String input : table.inputs()) {
        stored.put(input.toLowerCase(Locale.ROOT), FeatureTable.INPUT + input);
      }
      String column = aggregation.column();
      String where = aggregation.where();
      Integer n = aggregation.n();
      return new WindowAggregate(
          entry.column(aggregation.name()),
          aggregation.name() + " of view " + ref(),
          aggregation.function(),
          column == null ? null : stored.get(column.toLowerCase(Locale.ROOT)),
          aggregation.window(),
          aggregation.includeCurrent() ? Reach.UP_TO : Reach.BEFORE,
          where == null ? null : Predicates.renamed(where, stored),
          aggregation.empty(),
          n == null ? 0 : n);
    }
  }
}
