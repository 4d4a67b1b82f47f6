package io.tidemark.featurestore.materialize;

import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** The tables of views that are named on the command line. */
final class SelectedViews {
  private SelectedViews() {}

  /**
   * Each once, in the order of their names.
   *
   * @param views {@code name@N}
   * @throws Refusal if the project has no such view
   */
  static List<FeatureTable> named(Project project, List<Ref> views) {
    List<FeatureTable> tables = new ArrayList<>();
    for (Ref ref : new LinkedHashSet<>(views)) {
      Declared<FeatureViewDefinition> view =
          project
              .find(FeatureViewDefinition.class, ref)
              .orElseThrow(
                  () ->
                      Refusal.of(
                          "UNKNOWN_VIEW",
                          "FeatureView/" + ref,
                          "the project has no view " + ref,
                          "name one of its views as name@N"));
      tables.add(FeatureTable.of(project, view));
    }
    return tables;
  }
}
