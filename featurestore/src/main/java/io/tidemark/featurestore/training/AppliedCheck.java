package io.tidemark.featurestore.training;

import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.featurestore.definition.Lifecycle;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.registry.ObjectRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether what a training set uses is what was applied, and may still be used. */
final class AppliedCheck {
  private final Map<String, ObjectRow> applied = new HashMap<>();
  private final List<Problem> refused = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  private AppliedCheck(List<ObjectRow> objects) {
    objects.forEach(row -> applied.put(row.object(), row));
  }

  /**
   * Checks the service and its views.
   *
   * @return warnings: views that are deprecated
   * @throws Refusal with everything that was never applied, was edited since, or is retired
   */
  static List<Problem> check(TrainingPlan plan, List<ObjectRow> objects) {
    AppliedCheck check = new AppliedCheck(objects);
    check.equal(plan.service());
    for (TrainingPlan.View view : plan.views()) {
      check.alive(view.view(), check.equal(view.view()));
    }
    if (!check.refused.isEmpty()) {
      throw new Refusal(2, check.refused);
    }
    return check.warnings;
  }

  private @Nullable ObjectRow equal(Declared<?> declared) {
    ObjectRow row = applied.get(declared.object());
    if (row == null) {
      refused.add(
          declared.error("", "NOT_APPLIED", "it was never applied", "run `tidemark apply` first"));
    } else if (!row.semanticHash().equals(declared.semanticHash())) {
      refused.add(
          declared.error(
              "",
              "DIFFERS_FROM_APPLIED",
              "the file differs from what was applied",
              "undo the edit, or declare a new version and run `tidemark apply`"));
    }
    return row;
  }

  private void alive(Declared<FeatureViewDefinition> view, @Nullable ObjectRow row) {
    Lifecycle lifecycle = view.definition().lifecycle();
    if (is(Lifecycle.State.RETIRED, lifecycle, row)) {
      refused.add(
          view.error(
              "spec.lifecycle.state",
              "RETIRED",
              "the view is retired and serves no more",
              "use " + instead(lifecycle) + " in the service"));
    } else if (is(Lifecycle.State.DEPRECATED, lifecycle, row)) {
      String sunset = lifecycle.sunset() == null ? "" : ", its sunset is " + lifecycle.sunset();
      warnings.add(
          view.warn(
              "spec.lifecycle.state",
              "DEPRECATED",
              "the view is deprecated" + sunset,
              "move to " + instead(lifecycle)));
    }
  }

  private static boolean is(Lifecycle.State state, Lifecycle declared, @Nullable ObjectRow row) {
    return declared.state() == state
        || row != null && row.state().equals(state.name().toLowerCase(Locale.ROOT));
  }

  private static String instead(Lifecycle lifecycle) {
    return lifecycle.replacement() == null ? "another view" : lifecycle.replacement().toString();
  }
}
