package io.tidemark.featurestore.plan;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.registry.ObjectRow;
import io.tidemark.lineage.registry.Registry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was applied, by object. */
public final class Applied {
  private final Map<String, ObjectRow> rows = new HashMap<>();

  private Applied(List<ObjectRow> current) {
    current.forEach(row -> rows.put(row.object(), row));
  }

  /** The registry's current objects. */
  public static Applied of(Registry registry) {
    return new Applied(registry.currentObjects());
  }

  /** How a definition was applied; empty if it never was. */
  public Optional<ObjectRow> find(Declared<?> declared) {
    return Optional.ofNullable(rows.get(declared.object()));
  }

  /**
   * Makes sure that a definition was applied and that its file still means the same.
   *
   * @throws Refusal that names {@code tidemark apply}
   */
  public void require(Declared<?> declared) {
    problem(declared)
        .ifPresent(
            problem -> {
              throw new Refusal(2, List.of(problem));
            });
  }

  /** That a definition was never applied, or that its file means something else since. */
  public Optional<Problem> problem(Declared<?> declared) {
    ObjectRow row = rows.get(declared.object());
    if (row == null) {
      return Optional.of(
          declared.error(
              "metadata.name",
              "NOT_APPLIED",
              declared.object() + " was never applied",
              "run `tidemark apply`"));
    }
    if (row.semanticHash().equals(declared.semanticHash())) {
      return Optional.empty();
    }
    return Optional.of(
        edited(
            row,
            declared,
            "DIFFERS_FROM_APPLIED",
            " is not what was applied: ",
            "undo the edit, or declare the next version and run `tidemark apply`"));
  }

  /** The problem that a definition means something else than what was applied, at what differs. */
  static Problem edited(ObjectRow row, Declared<?> declared, String code, String what, String fix) {
    List<Difference> differences = Difference.between(row.definition(), declared.json());
    if (differences.isEmpty()) {
      String where = declared.object() + what + "its source or entity means something else now";
      return declared.error(
          declared.lines().containsKey("spec.sql") ? "spec.sql" : "spec.source", code, where, fix);
    }
    String message = declared.object() + what + differences.get(0);
    if (differences.size() > 1) {
      message += " (and %d more)".formatted(differences.size() - 1);
    }
    return declared.error(differences.get(0).path(), code, message, fix);
  }
}
