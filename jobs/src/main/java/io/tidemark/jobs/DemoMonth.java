package io.tidemark.jobs;

import io.tidemark.jobs.definition.GlobalOptions;
import io.tidemark.jobs.definition.Invocation;
import io.tidemark.jobs.definition.Projects;
import io.tidemark.jobs.definition.Verb;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The demo's month of bills: whose the cost is, and what the final bill changes of the estimate.
 */
final class DemoMonth {

  /** Both sides of the newest version, each summed up by itself. */
  private static final String SUMS =
      "SELECT 'cost.bill_line' AS side, count(*) AS rows, sum(effective_cost) AS cost"
          + " FROM cost.bill_line WHERE delivery_id IN (SELECT delivery_id FROM cost.ledger"
          + " WHERE version = (SELECT max(version) FROM cost.ledger))"
          + " UNION ALL SELECT 'cost.ledger', count(*), sum(effective_cost) FROM cost.ledger"
          + " WHERE version = (SELECT max(version) FROM cost.ledger)";

  private static final String RULES = "cost.yaml";
  private static final String ESTIMATE = "data/bill/estimate/";
  private static final String FINAL = "data/bill/final/";

  private final Demo demo;
  private final GlobalOptions options;
  private final SortedMap<String, String> environment;
  private final DemoStory story;

  DemoMonth(
      Demo demo, GlobalOptions options, SortedMap<String, String> environment, DemoStory story) {
    this.demo = demo;
    this.options = options;
    this.environment = environment;
    this.story = story;
  }

  /** Attributes the bill, as estimated and as final, and tells of it; false if the demo ended. */
  boolean run(Project project) {
    if (!publish(project)) {
      return false;
    }
    Project restated = finalBill(project);
    if (restated != project && !publish(restated)) {
      return false;
    }
    Answer teams = report(restated, "team", "cost,changes,reconciliation");
    Answer useCases = report(restated, "use_case", "cost");
    Answer models = report(restated, "model", "cost");
    List<Map<String, Object>> sums = demo.query(SUMS, options, restated);
    if (demo.hasEnded()) {
      return false;
    }
    story.spent(new DemoMonthStory(teams.results(), useCases.results(), models.results(), sums));
    return true;
  }

  private boolean publish(Project project) {
    demo.step(new Invocation(Verb.COST_INGEST, options, List.of(), null, null), project);
    if (!demo.hasEnded()) {
      demo.step(new Invocation(Verb.COST_ATTRIBUTE, options, List.of(), null, null), project);
    }
    return !demo.hasEnded();
  }

  /** The project with the bill's final delivery in place of the estimate; itself if it has it. */
  private Project finalBill(Project project) {
    Path file = project.root().resolve(RULES);
    try {
      String text = Files.readString(file);
      if (!text.contains(ESTIMATE)) {
        return project;
      }
      Files.writeString(file, text.replace(ESTIMATE, FINAL));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Projects.load(options, environment);
  }

  private Answer report(Project project, String by, String show) {
    SortedMap<String, String> flags = new TreeMap<>(Map.of("--by", by, "--show", show));
    Invocation report =
        new Invocation(Verb.COST_REPORT, options, List.of(), null, null, false, flags);
    return demo.look(report, project, Set.of(0));
  }
}
