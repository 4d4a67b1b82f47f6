package io.tidemark.featurestore.training;

import io.tidemark.featurestore.definition.Split;
import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.Metadata;

/**
 * The columns of a training set in order: spine columns as read, the label, features in service
 * order, whether the label is settled, per view the event time and the known-at of the row that was
 * taken, and the split.
 */
final class Layout {
  private static final String NOT_IN_A_COLUMN_NAME = " ,;{}()\n\t=";

  private final TrainingPlan plan;
  private final Map<String, String> owners = new LinkedHashMap<>();
  private final List<Column> columns = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private Layout(TrainingPlan plan) {
    this.plan = plan;
  }

  /**
   * The selection from the joined rows that makes the table.
   *
   * @param kept the source's names of the spine columns kept
   * @param split whether the rows have their parts
   * @throws Refusal with every name that two columns would have, or that no table takes
   */
  static Column[] of(TrainingPlan plan, List<String> kept, List<AsOfView> views, boolean split) {
    Layout layout = new Layout(plan);
    for (int i = 0; i < kept.size(); i++) {
      String name = kept.get(i);
      layout.writable(name);
      layout.add(SpineColumns.kept(i), name, "the spine");
    }
    TrainingPlan.Labels labels = plan.labels();
    String labelOwner = labels == null ? "" : "label view " + labels.view().definition().ref();
    if (labels != null) {
      String name = labels.view().definition().metadata().name();
      layout.add(SpineColumns.LABEL, name, labelOwner);
    }
    for (TrainingPlan.View view : plan.views()) {
      for (String selected : view.entry().select()) {
        String name = view.entry().column(selected);
        layout.add(name, name, "view " + view.ref());
      }
    }
    if (labels != null && plan.set().definition().keepImmature()) {
      layout.add(SpineColumns.MATURE, labels.view().definition().matureColumn(), labelOwner);
    }
    if (plan.set().definition().diagnostics()) {
      for (AsOfView view : views) {
        String owner = "diagnostics of view " + view.name();
        layout.add(view.eventTimeColumn(), view.eventTimeColumn(), owner);
        layout.add(view.knownAtColumn(), view.knownAtColumn(), owner);
      }
    }
    if (split) {
      layout.add(SpineColumns.SPLIT, Split.COLUMN, "the split");
    }
    if (!layout.problems.isEmpty()) {
      throw new Refusal(2, layout.problems);
    }
    return layout.columns.toArray(new Column[0]);
  }

  private void add(String from, String name, String owner) {
    String other = owners.putIfAbsent(name.toLowerCase(Locale.ROOT), owner);
    if (other != null) {
      problems.add(
          plan.set()
              .error(
                  "spec.spine.columns",
                  "NAME_CLASH",
                  "two columns are called %s: of %s and of %s".formatted(name, other, owner),
                  "rename the feature with prefix or as, or leave the column out of columns"));
    }
    columns.add(Columns.named(from).as(name, Metadata.empty()));
  }

  private void writable(String name) {
    if (name.isEmpty() || name.chars().anyMatch(c -> NOT_IN_A_COLUMN_NAME.indexOf(c) >= 0)) {
      problems.add(
          plan.set()
              .error(
                  "spec.spine.columns",
                  "COLUMN_NAME",
                  "no table can have a column called '" + name + "'",
                  "rename it in the source, or leave it out of columns"));
    }
  }
}
