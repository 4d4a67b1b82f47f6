package io.tidemark.featurestore.training;

import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.featurestore.definition.Lifecycle;
import io.tidemark.featurestore.plan.Applied;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.registry.ObjectRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether what a training set uses is what was applied, and may still be used. */
final class AppliedCheck {
  private final Applied applied;
  private final List<Problem> refused = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  private AppliedCheck(Applied applied) {
    this.applied = applied;
  }

  /**
   * Checks the service and its views.
   *
   * @return warnings: views that are deprecated
   * @throws Refusal with everything that was never applied, was edited since, or is retired
   */
  static List<Problem> check(TrainingPlan plan, Applied applied) {
    AppliedCheck check = new AppliedCheck(applied);
    applied.problem(plan.service()).ifPresent(check.refused::add);
    if (plan.labels() != null) {
      applied.problem(plan.labels().view()).ifPresent(check.refused::add);
    }
    for (TrainingPlan.View view : plan.views()) {
      applied.problem(view.view()).ifPresent(check.refused::add);
      check.alive(view.view(), applied.find(view.view()).orElse(null));
    }
    if (!check.refused.isEmpty()) {
      throw new Refusal(2, check.refused);
    }
    return check.warnings;
  }

  private void alive(Declared<FeatureViewDefinition> view, @Nullable ObjectRow row) {
    Lifecycle lifecycle = view.definition().lifecycle();
    if (is(Lifecycle.State.RETIRED, lifecycle, row)) {
      refused.add(
          view.error(
              "spec.lifecycle.state",
              "RETIRED",
              view.object() + " is retired and serves no more",
              "use " + instead(lifecycle) + " in the service"));
    } else if (is(Lifecycle.State.DEPRECATED, lifecycle, row)) {
      String sunset = lifecycle.sunset() == null ? "" : ", its sunset is " + lifecycle.sunset();
      warnings.add(
          view.warn(
              "spec.lifecycle.state",
              "DEPRECATED",
              view.object() + " is deprecated" + sunset,
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
