package io.tidemark.jobs.definition;

import io.tidemark.featurestore.definition.FeatureServiceDefinition;
import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.featurestore.definition.Lifecycle;
import io.tidemark.featurestore.definition.TrainingSetDefinition;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Definition;
import io.tidemark.lineage.definition.Nearest;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Checks what a command line names against the project that it is about. */
public final class Names {

  private Names() {}

  /**
   * Checks target, views and sets.
   *
   * @throws Refusal 2 with a suggestion for a name that is not declared, 9 if nothing is selected
   */
  public static void check(Invocation invocation, Project project) {
    String target = invocation.options().target();
    if (target != null
        && !target.equals("local")
        && !project.definition().targets().containsKey(target)) {
      List<String> targets = new ArrayList<>(project.definition().targets().keySet());
      throw unknown("UNKNOWN_TARGET", "target", target, targets);
    }
    switch (invocation.verb()) {
      case MATERIALIZE, MAINTAIN -> views(invocation.names(), project);
      case TRAINING_SET_CREATE ->
          declared(project, TrainingSetDefinition.class, "training set", invocation.name());
      case SCORING_SET_CREATE -> scoring(invocation, project);
      case QUALITY_RUN, QUALITY_GATE, QUALITY_TEST -> suites(invocation.names(), project);
      case QUALITY_HISTORY ->
          declared(project, QualitySuiteDefinition.class, "quality suite", invocation.name());
      case QUALITY_SUGGEST -> dataset(invocation.name(), project);
      // What was sealed is in the registry, whether the project still declares it or not.
      case TRAINING_SET_VERIFY,
          TRAINING_SET_REBUILD,
          TRAINING_SET_DIFF,
          TRAINING_SET_EXPLAIN,
          INIT,
          DEMO,
          DOCTOR,
          KEYS_NEW,
          VALIDATE,
          LIST,
          DESCRIBE,
          APPLY,
          BENCH_PIT,
          BENCH_PROFILE,
          QUARANTINE_LIST,
          QUARANTINE_SHOW,
          QUARANTINE_RELEASE,
          QUARANTINE_DISCARD,
          COST_INGEST,
          COST_ATTRIBUTE,
          COST_REPORT,
          COST_BUDGET,
          COST_VALIDATE,
          SQL,
          REGISTRY_REBUILD -> {}
    }
  }

  private static void views(List<String> names, Project project) {
    if (names.isEmpty()
        && project.all(FeatureViewDefinition.class).stream().noneMatch(Names::active)) {
      throw new Refusal(
          9,
          List.of(
              Problem.error(
                  "NOTHING_SELECTED",
                  null,
                  "no feature view of the project is active",
                  "name a view, or set lifecycle.state of one to active")));
    }
    for (String name : names) {
      declared(project, FeatureViewDefinition.class, "feature view", name);
    }
  }

  private static void suites(List<String> names, Project project) {
    if (names.isEmpty() && project.all(QualitySuiteDefinition.class).isEmpty()) {
      throw new Refusal(
          9,
          List.of(
              Problem.error(
                  "NOTHING_SELECTED",
                  null,
                  "the project has no quality suite",
                  "declare one; `tidemark quality suggest SOURCE` proposes it")));
    }
    for (String name : names) {
      declared(project, QualitySuiteDefinition.class, "quality suite", name);
    }
  }

  /** A table is looked for when it is read; what has no point is declared or does not exist. */
  private static void dataset(String name, Project project) {
    if (name.matches("[A-Za-z0-9_]+\\.[A-Za-z0-9_]+")) {
      return;
    }
    List<String> known = new ArrayList<>();
    project
        .all(SourceDefinition.class)
        .forEach(each -> known.add(each.definition().ref().toString()));
    project
        .all(FeatureViewDefinition.class)
        .forEach(each -> known.add(each.definition().ref().toString()));
    if (!known.contains(name)) {
      throw unknown("UNKNOWN_NAME", "source, feature view or table", name, known);
    }
  }

  private static void scoring(Invocation invocation, Project project) {
    declared(project, FeatureServiceDefinition.class, "feature service", invocation.name());
    String keys = invocation.keys();
    if (keys != null) {
      declared(project, SourceDefinition.class, "source", keys);
      return;
    }
    for (Declared<FeatureServiceDefinition> service : project.all(FeatureServiceDefinition.class)) {
      SortedSet<String> entities = entities(service.definition(), project);
      if (service.definition().ref().toString().equals(invocation.name()) && entities.size() > 1) {
        throw new Refusal(
            2,
            List.of(
                service.error(
                    "metadata.name",
                    "KEYS_NEEDED",
                    "the service has several entities, " + String.join(", ", entities),
                    "name a source of their keys with --keys")));
      }
    }
  }

  private static SortedSet<String> entities(FeatureServiceDefinition service, Project project) {
    SortedSet<String> entities = new TreeSet<>();
    service
        .features()
        .forEach(
            entry ->
                project
                    .find(FeatureViewDefinition.class, entry.view())
                    .ifPresent(view -> entities.add(view.definition().entity())));
    return entities;
  }

  private static boolean active(Declared<FeatureViewDefinition> view) {
    return view.definition().lifecycle().state() == Lifecycle.State.ACTIVE;
  }

  private static <T extends Definition> void declared(
      Project project, Class<T> type, String what, String name) {
    List<String> known =
        project.all(type).stream().map(each -> each.definition().ref().toString()).toList();
    if (!known.contains(name)) {
      throw unknown("UNKNOWN_NAME", what, name, known);
    }
  }

  /** The refusal of a name that is none of those known, with the nearest or all of them. */
  public static Refusal unknown(String code, String what, String name, List<String> known) {
    Optional<String> versioned =
        known.stream().filter(each -> each.startsWith(name + "@")).reduce((a, b) -> b);
    String fix =
        versioned
            .or(() -> Nearest.to(name, known))
            .map(near -> "did you mean " + near + "?")
            .orElse(
                known.isEmpty()
                    ? "the project has none"
                    : "there are: " + String.join(", ", known));
    return Refusal.of(code, null, "there is no " + what + " '" + name + "'", fix);
  }
}
