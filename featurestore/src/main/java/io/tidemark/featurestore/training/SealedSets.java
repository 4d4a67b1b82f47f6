package io.tidemark.featurestore.training;

import io.tidemark.featurestore.definition.TrainingSetDefinition;
import io.tidemark.lineage.definition.Nearest;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.registry.TrainingSetRow;
import java.util.List;
import java.util.TreeSet;

/** The versions of training sets that were sealed, and how they are named. */
final class SealedSets {
  private SealedSets() {}

  /**
   * The version that a reference means.
   *
   * @param ref {@code name@K}, or {@code name} for the newest version
   * @throws Refusal with what was probably meant, if there is none
   */
  static TrainingSetRow find(List<TrainingSetRow> all, Project project, Ref ref) {
    return all.stream()
        .filter(row -> row.name().equals(ref.name()))
        .filter(row -> ref.version() == 0 || row.version() == ref.version())
        .reduce((older, newer) -> newer)
        .orElseThrow(() -> unknown(all, project, ref));
  }

  /** The refusal of a version that there is not. */
  static Refusal unknown(List<TrainingSetRow> all, Project project, Ref ref) {
    List<String> versions =
        all.stream().filter(row -> row.name().equals(ref.name())).map(SealedSets::text).toList();
    if (!versions.isEmpty()) {
      return refusal(
          "there is no version " + ref.version() + " of training set '" + ref.name() + "'",
          "there are: " + String.join(", ", versions));
    }
    List<String> declared =
        project.all(TrainingSetDefinition.class).stream()
            .map(each -> each.definition().metadata().name())
            .toList();
    if (declared.contains(ref.name())) {
      return refusal(
          "no version of training set '" + ref.name() + "' was created yet",
          "run `tidemark training-set create " + ref.name() + "`");
    }
    TreeSet<String> names = new TreeSet<>(declared);
    all.forEach(row -> names.add(row.name()));
    return refusal(
        "there is no training set '" + ref.name() + "'",
        Nearest.to(ref.name(), names)
            .map(near -> "did you mean " + near + "?")
            .orElse(
                names.isEmpty()
                    ? "the project has none"
                    : "there are: " + String.join(", ", names)));
  }

  /** {@code name@K}. */
  static String text(TrainingSetRow row) {
    return row.name() + "@" + row.version();
  }

  /** How problems name a version. */
  static String object(TrainingSetRow row) {
    return TrainingSetDefinition.KIND + "/" + text(row);
  }

  /** A problem of one version. */
  static Problem error(TrainingSetRow row, String code, String message, String fix) {
    return Problem.error(code, object(row), "training set " + text(row) + ": " + message, fix);
  }

  /** Stops the work on a version. */
  static Refusal refusal(
      int exitCode, TrainingSetRow row, String code, String message, String fix) {
    return new Refusal(exitCode, List.of(error(row, code, message, fix)));
  }

  private static Refusal refusal(String message, String fix) {
    return Refusal.of("UNKNOWN_NAME", null, message, fix);
  }
}
