package io.tidemark.jobs;

import io.tidemark.jobs.cost.CostRules;
import io.tidemark.jobs.cost.bill.IngestBills;
import io.tidemark.jobs.cost.bill.IngestedBills;
import io.tidemark.jobs.cost.definition.CostAllocationDefinition;
import io.tidemark.jobs.cost.ledger.Attribute;
import io.tidemark.jobs.cost.ledger.ValidateCost;
import io.tidemark.jobs.cost.report.CostBudget;
import io.tidemark.jobs.cost.report.CostReport;
import io.tidemark.jobs.cost.usage.IngestEventLogs;
import io.tidemark.jobs.cost.usage.IngestedEventLogs;
import io.tidemark.jobs.definition.Verb;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code cost ingest}, {@code attribute}, {@code report}, {@code budget} and {@code validate}. */
final class CostJob extends RecordedJob {
  private static final int REFUSED = 2;

  @Override
  Answer work(JobContext context, Run run) {
    Project project = context.project();
    Verb verb = context.invocation().verb();
    return switch (verb) {
      case COST_INGEST -> ingest(run, project, CostRules.required(project));
      case COST_ATTRIBUTE -> new Attribute(run, project, CostRules.required(project)).attribute();
      case COST_VALIDATE -> new ValidateCost(run, project, CostRules.required(project)).validate();
      case COST_REPORT -> new CostReport(run, context.invocation().report()).report();
      case COST_BUDGET -> new CostBudget(run, project).check();
      default -> throw new IllegalStateException(verb + " costs nothing");
    };
  }

  /** A bill that is refused leaves the others, and the logs, to be read. */
  private static Answer ingest(Run run, Project project, CostAllocationDefinition rules) {
    IngestedBills bills = new IngestBills(run, project, rules).ingest();
    IngestedEventLogs logs = new IngestEventLogs(run, project, rules).ingest();
    List<Map<String, Object>> results = new ArrayList<>(bills.results());
    results.addAll(logs.results());
    List<Problem> problems = new ArrayList<>(bills.problems());
    problems.addAll(logs.problems());
    boolean refused = problems.stream().anyMatch(Problem::isError);
    boolean changed = results.stream().anyMatch(each -> "ingested".equals(each.get("status")));
    Status status = refused ? Status.REFUSED : changed ? Status.OK : Status.UNCHANGED;
    return new Answer(
        Verb.COST_INGEST.words(), run.id(), status, refused ? REFUSED : 0, results, problems);
  }
}
