package io.tidemark.jobs.cost.ledger;

import io.tidemark.jobs.cost.CostRules;
import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.allocate.MachineSize;
import io.tidemark.jobs.cost.bill.BillLines;
import io.tidemark.jobs.cost.bill.Deliveries;
import io.tidemark.jobs.cost.bill.Delivery;
import io.tidemark.jobs.cost.definition.CostAllocationDefinition;
import io.tidemark.lineage.Run;
import io.tidemark.lineage.audit.CanonicalJson;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Sha256;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Finds what a period's ledger is to be made of, and makes it. */
final class Preparation {
  /** Another one when the same inputs are split in another way than before. */
  private static final String METHOD = "2";

  private final Run run;
  private final WorkFolder work;
  private final Rules rules;
  private final String rulesText;
  private final Deliveries deliveries;
  private final Allocation allocation;

  Preparation(Run run, Project project, CostAllocationDefinition definition, WorkFolder work) {
    this.run = run;
    this.work = work;
    String file = definition.instances();
    SortedMap<String, MachineSize> machines =
        file == null
            ? new TreeMap<>()
            : MachineSizes.read(project, file, run.spark().sessionState().newHadoopConf());
    this.rules = new Rules(definition, machines);
    this.rulesText = CostRules.declared(project).map(Preparation::splitting).orElse("") + machines;
    this.deliveries = Deliveries.recorded(run.warehouse().registry());
    this.allocation =
        new Allocation(rules, work, run.spark().sparkContext().collectionAccumulator());
  }

  Deliveries deliveries() {
    return deliveries;
  }

  /** What of the definition decides how money is split: not where bills and logs are found. */
  private static String splitting(Declared<CostAllocationDefinition> rules) {
    SortedMap<String, Object> definition = CanonicalJson.read(rules.json());
    SortedMap<String, Object> spec = new TreeMap<>();
    if (definition.get("spec") instanceof Map<?, ?> map) {
      map.forEach((name, value) -> spec.put(name.toString(), value));
    }
    spec.remove("bills");
    spec.remove("usage");
    return CanonicalJson.write(spec);
  }

  /** Looks at a period's current deliveries, usage and rules. */
  PeriodInputs inputs(String period) {
    List<Delivery> current = deliveries.current(period);
    Dataset<Row> lines = BillLines.read(run, run.pin(CostTables.BILL_LINE.ref()), current);
    PeriodUsage usage = PeriodUsage.of(Months.of(period), lines, Lives.read(run), work);
    String inputs =
        CanonicalJson.write(
            Map.of(
                "method",
                METHOD,
                "rules",
                rulesText,
                "usage",
                usage.fingerprint(),
                "deliveries",
                current.stream().map(Delivery::deliveryId).toList()));
    return new PeriodInputs(
        period, current, lines, usage.named(), Sha256.hex(inputs), usage.unbilled());
  }

  /** The period's ledger, as {@link WorkRow} has it. */
  Dataset<Row> ledger(PeriodInputs inputs) {
    return allocation.split(allocation.placed(inputs.lines()), inputs.lives());
  }

  Proof proof(PeriodInputs inputs, Dataset<Row> ledger) {
    return Proof.of(ledger, inputs.lines(), inputs.deliveries());
  }

  /** The types of machines met so far that nobody knows the size of. */
  List<String> unknownMachines() {
    return List.copyOf(allocation.unknownMachines());
  }
}
