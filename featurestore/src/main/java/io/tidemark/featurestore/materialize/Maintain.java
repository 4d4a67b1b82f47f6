package io.tidemark.featurestore.materialize;

import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.featurestore.plan.Applied;
import io.tidemark.featurestore.plan.FeatureTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps feature tables fast to read: of each bucket and calendar year one sorted file. No answer
 * changes, and views may be materialised meanwhile.
 */
public final class Maintain {

  /** The verb's words. */
  public static final String VERB = "maintain";

  private final Run run;
  private final Project project;

  public Maintain(Run run, Project project) {
    this.run = run;
    this.project = project;
  }

  /**
   * Merges the files of the named views' tables, or of all that were applied.
   *
   * @param views {@code name@N}; empty for all
   * @throws Refusal with exit code 9 if no view is named and none was applied
   */
  public Answer run(List<Ref> views) {
    Applied applied = Applied.of(run.warehouse().registry());
    List<FeatureTable> tables =
        views.isEmpty() ? applied(applied) : SelectedViews.named(project, views);
    List<Map<String, Object>> results = new ArrayList<>();
    boolean written = false;
    for (FeatureTable table : tables) {
      applied.require(table.view());
      RunMerge.Outcome outcome = new RunMerge(run, table).all();
      written |= outcome.merged() > 0;
      results.add(result(table, outcome));
    }
    return new Answer(
        VERB, run.id(), written ? Status.OK : Status.UNCHANGED, 0, results, List.of());
  }

  private List<FeatureTable> applied(Applied applied) {
    List<FeatureTable> tables = new ArrayList<>();
    for (Declared<FeatureViewDefinition> view : project.all(FeatureViewDefinition.class)) {
      if (applied.find(view).isPresent()) {
        tables.add(FeatureTable.of(project, view));
      }
    }
    if (tables.isEmpty()) {
      throw new Refusal(
          9,
          List.of(
              Problem.error(
                  "NOTHING_SELECTED", null, "no view was applied", "run `tidemark apply`")));
    }
    return tables;
  }

  private static Map<String, Object> result(FeatureTable table, RunMerge.Outcome outcome) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("view", table.view().definition().ref().toString());
    result.put("table", table.ref().toString());
    result.put("status", outcome.merged() > 0 ? "written" : "unchanged");
    result.put("version", outcome.version());
    result.put("filesBefore", outcome.filesBefore());
    result.put("filesAfter", outcome.filesAfter());
    result.put("bytesBefore", outcome.bytesBefore());
    result.put("bytesAfter", outcome.bytesAfter());
    return result;
  }
}
