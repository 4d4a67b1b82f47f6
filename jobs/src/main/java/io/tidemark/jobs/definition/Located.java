package io.tidemark.jobs.definition;

import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.ProjectDefinition;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives problems with the storage, which knows no definitions, the place of the definition that
 * they are about: a view's table that of the view, the warehouse that of the project's field.
 */
public final class Located {

  private static final Pattern TABLE =
      Pattern.compile("\\bfeatures[/.]([a-z][a-z0-9_]*)_v([0-9]{1,9})\\b");
  private static final Set<String> OF_THE_WAREHOUSE =
      Set.of(
          "WAREHOUSE_MISSING",
          "NOT_A_WAREHOUSE",
          "LAYOUT_UNREADABLE",
          "LAYOUT_UNKNOWN",
          "UNKNOWN_STORAGE",
          "REGISTRY_MISSING",
          "NOT_WRITABLE",
          "NO_PERMISSION",
          "STORAGE_UNREACHABLE",
          "BUCKET_MISSING",
          "NO_CREDENTIALS");

  private Located() {}

  /** The same answer, its problems at their places. */
  public static Answer in(Project project, Answer answer) {
    return new Answer(
        answer.verb(),
        answer.runId(),
        answer.status(),
        answer.exitCode(),
        answer.results(),
        in(project, answer.problems()));
  }

  /** The same refusal, its problems at their places. */
  public static Refusal in(Project project, Refusal refusal) {
    return new Refusal(refusal.exitCode(), in(project, refusal.problems()), refusal.getCause());
  }

  private static List<Problem> in(Project project, List<Problem> problems) {
    return problems.stream().map(problem -> in(project, problem)).toList();
  }

  private static Problem in(Project project, Problem problem) {
    if (problem.object() != null || problem.file() != null || !problem.isError()) {
      return problem;
    }
    if (OF_THE_WAREHOUSE.contains(problem.code())
        && problem.message().contains(project.warehouse())) {
      Declared<ProjectDefinition> owner = project.all(ProjectDefinition.class).get(0);
      return owner.error("spec.warehouse", problem.code(), problem.message(), problem.fix());
    }
    return view(project, problem.message())
        .map(view -> view.error("", problem.code(), problem.message(), problem.fix()))
        .orElse(problem);
  }

  private static Optional<Declared<FeatureViewDefinition>> view(Project project, String message) {
    Matcher table = TABLE.matcher(message);
    return table.find()
        ? project.find(
            FeatureViewDefinition.class, new Ref(table.group(1), Integer.parseInt(table.group(2))))
        : Optional.empty();
  }
}
