package io.tidemark.featurestore.plan;

import io.tidemark.featurestore.definition.FeatureServiceDefinition;
import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.featurestore.definition.TrainingSetDefinition;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.registry.DependencyRow;
import io.tidemark.lineage.registry.Registry;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who uses a definition: applied services and those of the project, and training sets of them. */
final class Users {
  private static final int SHOWN = 10;

  private final Project project;
  private final List<DependencyRow> applied;

  Users(Project project, Registry registry) {
    this.project = project;
    this.applied = registry.dependencies();
  }

  /** The objects that use a view or a service, in words. */
  String of(Declared<?> declared) {
    SortedSet<String> users = new TreeSet<>();
    Ref ref = declared.definition().ref();
    if (declared.definition().kind().equals(FeatureViewDefinition.KIND)) {
      for (Ref service : services(ref)) {
        users.add(FeatureServiceDefinition.KIND + "/" + service);
        users.addAll(sets(service));
      }
    } else {
      users.addAll(sets(ref));
    }
    if (users.isEmpty()) {
      return "nothing uses it yet";
    }
    List<String> shown = users.stream().limit(SHOWN).toList();
    return "used by "
        + String.join(", ", shown)
        + (users.size() > SHOWN ? " and %d more".formatted(users.size() - SHOWN) : "");
  }

  private SortedSet<Ref> services(Ref view) {
    SortedSet<Ref> found = new TreeSet<>();
    for (Declared<FeatureServiceDefinition> service : project.all(FeatureServiceDefinition.class)) {
      if (service.definition().features().stream().anyMatch(e -> e.view().equals(view))) {
        found.add(service.definition().ref());
      }
    }
    for (DependencyRow row : applied) {
      if (row.kind().equals(FeatureServiceDefinition.KIND)
          && row.onKind().equals(FeatureViewDefinition.KIND)
          && new Ref(row.onName(), row.onVersion()).equals(view)) {
        found.add(new Ref(row.name(), row.version()));
      }
    }
    return found;
  }

  private List<String> sets(Ref service) {
    return project.all(TrainingSetDefinition.class).stream()
        .filter(set -> set.definition().service().equals(service))
        .map(Declared::object)
        .toList();
  }
}
