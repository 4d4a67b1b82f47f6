package io.tidemark.jobs.bench;

import io.tidemark.jobs.definition.BenchKnobs;
import java.util.List;

/** The YAML of the generated project: one entity, a source per view, a training set per create. */
final class ProjectFiles {

  /** The variable that says which days' files a materialisation reads. */
  static final String DAYS = "days";

  private static final String BEGIN = "apiVersion: tidemark/v1\n";

  private final BenchKnobs knobs;
  private final String spine;

  /**
   * The files of one measurement.
   *
   * @param spine the spine's folder, relative to the project's
   */
  ProjectFiles(BenchKnobs knobs, String spine) {
    this.knobs = knobs;
    this.spine = spine;
  }

  /** All of it, with training sets of these names. */
  String text(List<String> sets) {
    StringBuilder text = new StringBuilder();
    document(
        text,
        """
        kind: Project
        metadata: {name: bench}
        spec:
          warehouse: ./warehouse
          defaults: {owner: bench, team: bench, useCase: bench}
          vars: {%s: "*"}
        """
            .formatted(DAYS));
    document(
        text,
        """
        kind: Entity
        metadata: {name: customer}
        spec: {keys: [{name: %s, type: BIGINT}]}
        """
            .formatted(Names.KEY));
    StringBuilder service = new StringBuilder();
    List<String> views = Names.views(knobs);
    for (int view = 0; view < views.size(); view++) {
      view(text, views.get(view), view);
      service.append("    - {view: %s@1, select: [\"*\"]}\n".formatted(views.get(view)));
    }
    document(
        text,
        "kind: FeatureService\nmetadata: {name: all_views, version: 1}\nspec:\n  features:\n"
            + service);
    document(
        text,
        """
        kind: Source
        metadata: {name: spine}
        spec:
          format: parquet
          path: %s
        """
            .formatted(spine));
    sets.forEach(set -> set(text, set));
    return text.toString();
  }

  private void view(StringBuilder text, String name, int view) {
    document(
        text,
        """
        kind: Source
        metadata: {name: %s}
        spec:
          format: parquet
          path: "%s/${var:%s}"
          eventTimestamp: %s
          knownAt: %s
        """
            .formatted(name, BenchFolder.history(view), DAYS, Names.EVENT_TS, Names.KNOWN_AT));
    StringBuilder features = new StringBuilder();
    List<String> names = Names.features(knobs, view);
    for (int i = 0; i < names.size(); i++) {
      features.append(
          "    - {name: %s, type: \"%s\"}\n".formatted(names.get(i), FeatureType.of(i).sql()));
    }
    document(
        text,
        """
        kind: FeatureView
        metadata: {name: %s, version: 1}
        spec:
          entity: customer
          source: %s
          materialize: {buckets: %d}
          features:
        %s\
        """
            .formatted(name, name, knobs.buckets(), features));
  }

  private static void set(StringBuilder text, String name) {
    document(
        text,
        """
        kind: TrainingSet
        metadata: {name: %s}
        spec:
          spine:
            source: spine
            timestamp: %s
            columns: ["*"]
          service: all_views@1
        """
            .formatted(name, Names.TIME));
  }

  private static void document(StringBuilder text, String document) {
    text.append(text.isEmpty() ? "" : "---\n").append(BEGIN).append(document);
  }
}
