package io.tidemark.jobs.cost.ledger;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.bill.BillLines;
import io.tidemark.jobs.cost.bill.Deliveries;
import io.tidemark.jobs.cost.bill.Delivery;
import io.tidemark.jobs.cost.definition.CostAllocationDefinition;
import io.tidemark.jobs.cost.definition.Measure;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The verb {@code cost validate}: holds the current version of every period against the lines and
 * the files it was made of, and of a period that changed since also what {@code cost attribute}
 * would publish. Publishes nothing.
 */
public final class ValidateCost {
  private static final String VERB = "cost validate";
  private static final int GATE_FAILED = 7;

  private final Run run;
  private final Project project;
  private final CostAllocationDefinition rules;
  private final List<Map<String, Object>> results = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  public ValidateCost(Run run, Project project, CostAllocationDefinition rules) {
    this.run = run;
    this.project = project;
    this.rules = rules;
  }

  /**
   * Validates every period that has bills.
   *
   * @return a result per period: {@code period, version, status}, the version null for a period
   *     that is not published; exit 7 if something does not add up
   * @throws io.tidemark.lineage.definition.Refusal if the tables are missing
   */
  public Answer validate() {
    for (CostTables table : CostTables.values()) {
      run.pin(table.ref());
    }
    try (WorkFolder work = WorkFolder.open(run, project, VERB)) {
      Preparation preparation = new Preparation(run, project, rules, work);
      for (String period : preparation.deliveries().periods()) {
        validate(period, preparation, work);
      }
    }
    boolean failed = problems.stream().anyMatch(Problem::isError);
    return new Answer(
        VERB,
        run.id(),
        failed ? Status.GATE_FAILED : Status.OK,
        failed ? GATE_FAILED : 0,
        results,
        problems);
  }

  private void validate(String period, Preparation preparation, WorkFolder work) {
    int before = problems.size();
    @Nullable Publication current = new Publications(run).current(period).orElse(null);
    if (current != null) {
      // Another run may have ingested and published since this one began.
      List<Delivery> deliveries =
          Deliveries.recorded(run.warehouse().registry()).all().stream()
              .filter(each -> current.deliveries().contains(each.deliveryId()))
              .toList();
      Dataset<Row> lines = BillLines.read(run, run.newest(CostTables.BILL_LINE.ref()), deliveries);
      Proof proof = Proof.of(ledger(current, lines), lines, deliveries);
      check(proof, period, "version " + current.version() + " is not to be relied on");
      work.clear();
    }
    PeriodInputs inputs = preparation.inputs(period);
    if (current == null || !current.inputs().equals(inputs.hash())) {
      Proof proof = preparation.proof(inputs, preparation.ledger(inputs));
      check(proof, period, "cost attribute would publish nothing");
    }
    work.clear();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("period", period);
    result.put("version", current == null ? null : current.version());
    result.put("status", problems.size() == before ? "valid" : "gate_failed");
    results.add(result);
  }

  private void check(Proof proof, String period, String consequence) {
    if (!proof.holds()) {
      problems.add(
          proof.problem(
              period, CostAllocationDefinition.KIND + "/" + rules.metadata().name(), consequence));
    }
  }

  /** A published version, a row per line, with what of the line the proof goes by. */
  private Dataset<Row> ledger(Publication current, Dataset<Row> lines) {
    Column[] sums =
        Stream.of(Measure.values())
            .map(measure -> sum(col(measure.column())).as(measure.column()))
            .toArray(Column[]::new);
    Dataset<Row> ledger =
        run.read(run.newest(CostTables.LEDGER.ref()))
            .where(
                col("period")
                    .equalTo(current.period())
                    .and(col("version").equalTo(current.version())))
            .groupBy("delivery_id", "line", "currency", "category")
            .agg(lit(true).as(WorkRow.FIRST), sums);
    Dataset<Row> accounts =
        lines.select(
            col("delivery_id").as("_delivery"),
            col("line").as("_line"),
            col("payer_account").as(WorkRow.PAYER),
            col("account").as(WorkRow.ACCOUNT));
    return ledger
        .join(
            accounts,
            ledger
                .col("delivery_id")
                .equalTo(accounts.col("_delivery"))
                .and(ledger.col("line").equalTo(accounts.col("_line"))),
            "left")
        .drop("_delivery", "_line");
  }
}
