package io.tidemark.jobs.cost.bill;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.definition.BillSource;
import io.tidemark.jobs.cost.definition.CostAllocationDefinition;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ingests the bills that a project declares, each by itself: one that is refused leaves the others
 * as they are. What was ingested before, under whatever name, is not ingested again.
 */
public final class IngestBills {
  private static final long LINES_A_FILE = 100_000;

  private final Run run;
  private final Project project;
  private final CostAllocationDefinition rules;
  private final long chunkBytes;

  public IngestBills(Run run, Project project, CostAllocationDefinition rules) {
    this(run, project, rules, FileScan.CHUNK_BYTES);
  }

  /**
   * @param chunkBytes about as many bytes of a file are read by one task
   */
  IngestBills(Run run, Project project, CostAllocationDefinition rules, long chunkBytes) {
    this.run = run;
    this.project = project;
    this.rules = rules;
    this.chunkBytes = chunkBytes;
  }

  /**
   * Ingests each.
   *
   * @throws Refusal if {@code cost.bill_line} is missing
   */
  public IngestedBills ingest() {
    run.newest(CostTables.BILL_LINE.ref());
    // Lines are small, and what is done with each is not: a file feeds one task.
    run.spark().conf().set("spark.sql.files.maxRecordsPerFile", LINES_A_FILE);
    List<Map<String, Object>> results = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    Declared<?> owner = owner();
    for (int i = 0; i < rules.bills().size(); i++) {
      BillSource source = rules.bills().get(i);
      BillProblems said = new BillProblems(owner, "spec.bills[" + i + "]", source.name());
      IngestBill bill = new IngestBill(run, project, source, said, chunkBytes);
      try {
        results.add(bill.ingest());
      } catch (Refusal refusal) {
        problems.addAll(refusal.problems());
      }
      problems.addAll(bill.warnings());
    }
    return new IngestedBills(results, problems);
  }

  private @Nullable Declared<?> owner() {
    return project.all(CostAllocationDefinition.class).stream()
        .filter(each -> each.definition().equals(rules))
        .findFirst()
        .orElse(null);
  }
}
