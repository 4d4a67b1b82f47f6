package io.tidemark.jobs.cost;

import io.tidemark.jobs.cost.definition.CostAllocationDefinition;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import java.util.List;
import java.util.Optional;

/** The project's one CostAllocation. */
public final class CostRules {

  private CostRules() {}

  /** Its rules; empty for a project that reads no bills. */
  public static Optional<CostAllocationDefinition> of(Project project) {
    return declared(project).map(Declared::definition);
  }

  /** The same with its place and its hashes. */
  public static Optional<Declared<CostAllocationDefinition>> declared(Project project) {
    return project.all(CostAllocationDefinition.class).stream().findFirst();
  }

  /**
   * The rules that a verb of cost cannot do without.
   *
   * @throws Refusal 9 if the project has none
   */
  public static CostAllocationDefinition required(Project project) {
    return of(project)
        .orElseThrow(
            () ->
                new Refusal(
                    9,
                    List.of(
                        Problem.error(
                            "NOTHING_SELECTED",
                            null,
                            "the project has no CostAllocation",
                            "declare one: its bills, and who bears what"))));
  }
}
