package io.tidemark.featurestore.training;

import io.tidemark.featurestore.definition.FeatureServiceDefinition;
import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.featurestore.definition.ServiceEntry;
import io.tidemark.featurestore.definition.TrainingSetDefinition;
import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.lineage.TableRef;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Definition;
import io.tidemark.lineage.definition.EntityDefinition;
import io.tidemark.lineage.definition.KeyColumn;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.SourceDefinition;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** A declared training set with everything it names. */
record TrainingPlan(
    Declared<TrainingSetDefinition> set,
    Declared<FeatureServiceDefinition> service,
    Declared<SourceDefinition> spineSource,
    List<View> views) {

  TrainingPlan {
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
      views.add(
          new View(
              view,
              found(project, SourceDefinition.class, new Ref(view.definition().source(), 0)),
              found(project, EntityDefinition.class, new Ref(view.definition().entity(), 0)),
              entry));
    }
    Ref source = new Ref(definition.spine().source(), 0);
    return new TrainingPlan(set, service, found(project, SourceDefinition.class, source), views);
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

  /** A view of the service, what it is made of and what is selected of it. */
  record View(
      Declared<FeatureViewDefinition> view,
      Declared<SourceDefinition> source,
      Declared<EntityDefinition> entity,
      ServiceEntry entry) {

    /** {@code name@N}. */
    String ref() {
      return view.definition().ref().toString();
    }

    TableRef table() {
      return new TableRef("features", view.definition().tableName());
    }

    /** The view as the engine sees it, over the rows of its table. */
    AsOfView asOf(Dataset<Row> rows, List<AsOfView.Key> keys) {
      FeatureViewDefinition definition = view.definition();
      List<AsOfView.Output> outputs = new ArrayList<>();
      for (String feature : entry.select()) {
        outputs.add(new AsOfView.Output(feature, entry.column(feature)));
      }
      return new AsOfView(
          definition.metadata().name(),
          rows,
          keys,
          definition.ttl(),
          source.definition().availabilityLag(),
          definition.excludeEqualTimestamps(),
          tieColumn(),
          outputs);
    }

    private @Nullable String tieColumn() {
      if (!view.definition().tieBreaker().isEmpty()) {
        return "_tie";
      }
      return source.definition().id().isEmpty() ? null : "_id";
    }
  }
}
