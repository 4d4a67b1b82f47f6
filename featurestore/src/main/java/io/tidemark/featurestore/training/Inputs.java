package io.tidemark.featurestore.training;

import io.tidemark.featurestore.pit.AsOfView;
import io.tidemark.lineage.PinnedTable;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.SourceTable;
import io.tidemark.lineage.registry.TrainingSetRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a training set is computed from, pinned: the views' tables and the spine.
 *
 * @param views as the engine takes them, in service order
 * @param seqs the greatest {@code _seq} of each view's table, 0 without rows
 * @param recorded the spine, then the label's source, then each view, as the registry records them
 */
record Inputs(List<AsOfView> views, List<Long> seqs, List<TrainingSetRow.Input> recorded) {

  Inputs {
    views = List.copyOf(views);
    seqs = List.copyOf(seqs);
    recorded = List.copyOf(recorded);
  }

  /** Pins the views' tables. */
  static Inputs pin(Run run, TrainingPlan plan, SpineInput spine, @Nullable LabelInput label) {
    List<SourceTable> sources = new ArrayList<>(spine.table().sources());
    if (label != null) {
      sources.add(label.table());
    }
    return pin(run, plan, sources);
  }

  /** Pins the views' tables, which are recorded after sources. */
  static Inputs pin(Run run, TrainingPlan plan, List<SourceTable> sources) {
    List<AsOfView> views = new ArrayList<>();
    List<Long> seqs = new ArrayList<>();
    List<TrainingSetRow.Input> recorded = new ArrayList<>();
    sources.forEach(source -> recorded.add(input(source)));
    for (TrainingPlan.View view : plan.views()) {
      PinnedTable table = run.pin(view.table());
      long seq = run.newestSeq(table);
      views.add(view.asOf(run, table, SpineColumns.keys(plan, view.entity()), null));
      seqs.add(seq);
      recorded.add(
          new TrainingSetRow.Input(
              table.ref().toString(),
              view.view().semanticHash(),
              table.tableId(),
              table.version(),
              seq,
              null));
    }
    return new Inputs(views, seqs, recorded);
  }

  /** Whether the same inputs are sure to have the same rows. */
  boolean sameAs(List<TrainingSetRow.Input> others) {
    return recorded.equals(others)
        && recorded.stream().allMatch(i -> i.version() != null || i.fingerprint() != null);
  }

  private static TrainingSetRow.Input input(SourceTable table) {
    return new TrainingSetRow.Input(
        table.name(),
        table.declared().semanticHash(),
        table.tableId(),
        table.version(),
        null,
        table.fingerprint());
  }
}
