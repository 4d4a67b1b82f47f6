package io.tidemark.jobs.cost.definition;

import io.tidemark.lineage.definition.LoadOptions;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Projects of one file of cost, read as users write them. */
final class CostYaml {
  private static final String PROJECT =
      """
      apiVersion: tidemark/v1
      kind: Project
      metadata: {name: bank}
      spec: {warehouse: ./warehouse, defaults: {owner: o, team: t}, currency: EUR}
      """;

  private CostYaml() {}

  /** A CostAllocation whose spec begins in line 5. */
  static String allocation(String spec) {
    return "apiVersion: tidemark/v1\nkind: CostAllocation\nmetadata: {name: aws}\nspec:\n"
        + spec.indent(2);
  }

  /** A Budget whose spec is in line 4. */
  static String budget(String spec) {
    return "apiVersion: tidemark/v1\nkind: Budget\nmetadata: {name: risk_month}\nspec: {"
        + spec
        + "}\n";
  }

  /** The project of a file and of the sizes of instances beside it. */
  static Project load(Path folder, String yaml) {
    try {
      Files.writeString(folder.resolve("tidemark.yaml"), PROJECT);
      Files.writeString(folder.resolve("instances.csv"), "type,vcpu,memory_gib,gpu\n");
      Files.writeString(folder.resolve("cost.yaml"), yaml);
      return Project.load(new LoadOptions(folder, true, null, new TreeMap<>(), Map.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every problem of a file as a terminal shows it. */
  static List<String> problems(Path folder, String yaml) {
    try {
      load(folder, yaml);
      return List.of();
    } catch (Refusal refusal) {
      return refusal.problems().stream().map(Problem::toString).toList();
    }
  }
}
