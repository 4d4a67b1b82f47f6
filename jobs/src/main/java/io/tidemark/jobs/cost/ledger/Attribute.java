package io.tidemark.jobs.cost.ledger;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.bill.Deliveries;
import io.tidemark.jobs.cost.bill.Delivery;
import io.tidemark.jobs.cost.definition.BillSource;
import io.tidemark.jobs.cost.definition.CostAllocationDefinition;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The verb {@code cost attribute}: publishes every period whose bills, usage or rules changed since
 * its current version, if its ledger adds up to the bill. A period that does not stays as it is and
 * stops no other.
 */
public final class Attribute {
  private static final String VERB = "cost attribute";
  private static final int GATE_FAILED = 7;

  private final Run run;
  private final Project project;
  private final CostAllocationDefinition rules;
  private final Publications publications;
  private final List<Map<String, Object>> results = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  public Attribute(Run run, Project project, CostAllocationDefinition rules) {
    this.run = run;
    this.project = project;
    this.rules = rules;
    this.publications = new Publications(run);
  }

  /**
   * Publishes what changed.
   *
   * @return a result per period that has bills: {@code period, version, status, usageWithoutBill};
   *     exit 7 if the ledger of one does not add up
   * @throws io.tidemark.lineage.definition.Refusal if the tables are missing or cannot be written
   */
  public Answer attribute() {
    for (CostTables table : CostTables.values()) {
      run.newest(table.ref());
    }
    try (WorkFolder work = WorkFolder.open(run, project, VERB)) {
      Preparation preparation = new Preparation(run, project, rules, work);
      Publisher publisher = new Publisher(run, publications, rules.cost());
      for (String period : preparation.deliveries().periods()) {
        attribute(period, preparation, publisher);
        work.clear();
      }
      preparation.unknownMachines().forEach(type -> problems.add(unknown(type)));
      undeclared(preparation.deliveries())
          .forEach((bill, months) -> problems.add(undeclared(bill, months)));
    }
    boolean failed = problems.stream().anyMatch(Problem::isError);
    boolean published = results.stream().anyMatch(each -> "published".equals(each.get("status")));
    Status status = published ? Status.OK : Status.UNCHANGED;
    return new Answer(
        VERB,
        run.id(),
        failed ? Status.GATE_FAILED : status,
        failed ? GATE_FAILED : 0,
        results,
        problems);
  }

  private void attribute(String period, Preparation preparation, Publisher publisher) {
    PeriodInputs inputs = preparation.inputs(period);
    @Nullable Publication before = publications.current(period).orElse(null);
    if (before != null && before.inputs().equals(inputs.hash())) {
      result(inputs, before.version(), "unchanged");
      return;
    }
    Dataset<Row> ledger = preparation.ledger(inputs);
    Proof proof = preparation.proof(inputs, ledger);
    String stays =
        before == null ? "nothing is published" : "version " + before.version() + " stays";
    if (!proof.holds()) {
      problems.add(proof.problem(period, object(), stays));
      result(inputs, before == null ? null : before.version(), "gate_failed");
    } else if (proof.reconciliation().entries().isEmpty()) {
      withoutLines(inputs, before);
    } else {
      OptionalInt version = publisher.publish(inputs, ledger, proof);
      if (version.isPresent()) {
        result(inputs, version.getAsInt(), "published");
      } else {
        publications
            .current(period)
            .ifPresent(theirs -> result(inputs, theirs.version(), "unchanged"));
      }
    }
  }

  /** A version is its rows; of none there can be no version. */
  private void withoutLines(PeriodInputs inputs, @Nullable Publication before) {
    if (before == null) {
      result(inputs, null, "unchanged");
      return;
    }
    problems.add(
        Problem.error(
            "EMPTY_BILL",
            object(),
            "the bills of "
                + inputs.period()
                + " have no lines any more; version "
                + before.version()
                + " of the ledger has some, and stays",
            "ingest the bill of that month again"));
    result(inputs, before.version(), "gate_failed");
  }

  private void result(PeriodInputs inputs, @Nullable Integer version, String status) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("period", inputs.period());
    result.put("version", version);
    result.put("status", status);
    result.put("usageWithoutBill", inputs.unbilled());
    results.add(result);
  }

  private Problem unknown(String type) {
    return Problem.warn(
        "UNKNOWN_MACHINE",
        object(),
        "nobody says how large a machine of type " + type + " is: it gives no capacity",
        "add it to the file of spec.instances");
  }

  /** Bills that count and that the project does not name, and the months that they count for. */
  private SortedMap<String, List<String>> undeclared(Deliveries deliveries) {
    Set<String> declared = rules.bills().stream().map(BillSource::name).collect(Collectors.toSet());
    SortedMap<String, List<String>> months = new TreeMap<>();
    for (String period : deliveries.periods()) {
      for (Delivery each : deliveries.current(period)) {
        if (!declared.contains(each.bill())) {
          months.computeIfAbsent(each.bill(), none -> new ArrayList<>()).add(period);
        }
      }
    }
    return months;
  }

  private Problem undeclared(String bill, List<String> months) {
    return Problem.warn(
        "BILL_NOT_DECLARED",
        object(),
        "no bill is declared as "
            + bill
            + ", and what was ingested under that name still counts for "
            + String.join(", ", months),
        "declare it under that name again; if it is to count no more, ingest a file with nothing"
            + " but a header under it");
  }

  private String object() {
    return CostAllocationDefinition.KIND + "/" + rules.metadata().name();
  }
}
