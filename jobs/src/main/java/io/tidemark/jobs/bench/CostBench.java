package io.tidemark.jobs.bench;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.definition.CostKnobs;
import io.tidemark.jobs.definition.Invocation;
import io.tidemark.jobs.definition.Verb;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.Status;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The verb {@code bench cost}: a generated month of bills and event logs, ingested and attributed
 * by the product's own verbs into a warehouse that is made anew.
 */
public final class CostBench {
  private static final String VERB = "bench cost";
  private static final double MEGABYTE = 1e6;

  private final SparkSession spark;
  private final SortedMap<String, String> environment;
  private final Verbs verbs;
  private final List<Map<String, Object>> results = new ArrayList<>();
  private final PeakHeap heap = new PeakHeap();

  public CostBench(SparkSession spark, SortedMap<String, String> environment, Verbs verbs) {
    this.spark = spark;
    this.environment = environment;
    this.verbs = verbs;
  }

  /**
   * Generates what is not there yet, and measures.
   *
   * @return a row per thing measured; exit code 7 if the ledger does not add up to the bill
   * @throws Refusal if the folder is not ours, or a verb refuses
   */
  public Answer run(Invocation bench) {
    CostKnobs knobs = CostKnobs.of(bench.own());
    try (BenchFolder folder = BenchFolder.open(knobs.dir(), knobs.data())) {
      BenchVerbs own =
          new BenchVerbs(
              folder,
              bench.options(),
              environment,
              verbs,
              CostData.MONTH.plusMonths(1).atDay(10).atStartOfDay(ZoneOffset.UTC).toInstant());
      return measure(knobs, folder, new CostData(knobs, folder), own);
    }
  }

  private Answer measure(CostKnobs knobs, BenchFolder folder, CostData data, BenchVerbs own) {
    if (!data.isThere()) {
      measured("generate: the bill", data::writeBill).reading(data.billBytes());
      measured("generate: event logs", data::writeLogs).reading(data.logBytes());
    }
    folder.delete("warehouse");
    Project project = own.project(data.billed());
    own.run(Verb.APPLY, project);

    Line ingest =
        measured("cost ingest: the bill", () -> own.run(Verb.COST_INGEST, project))
            .reading(data.billBytes());
    long lines = table(folder, CostTables.BILL_LINE).count();
    ingest.rows(lines).answer("lines");

    Project used = own.project(data.used());
    Line logs =
        measured("cost ingest: event logs", () -> own.run(Verb.COST_INGEST, used))
            .reading(data.logBytes());
    logs.rows(table(folder, CostTables.RUN_USAGE).count()).answer("executors");

    Line attribute = measured("cost attribute", () -> own.run(Verb.COST_ATTRIBUTE, used));
    long ledger = table(folder, CostTables.LEDGER).count();
    BigDecimal residual = residual(folder);
    attribute
        .rows(ledger)
        .answer("ledger rows, residual " + residual.stripTrailingZeros().toPlainString());

    if (knobs.megabytes() > 0) {
      Project alone = own.project(data.longUsed());
      measured("cost ingest: one long event log", () -> own.run(Verb.COST_INGEST, alone))
          .reading(data.longLogBytes());
    }
    List<Problem> problems = new ArrayList<>();
    if (residual.signum() != 0 || lines == 0 || ledger < lines) {
      problems.add(
          Problem.error(
              "ANSWERS_DIFFER",
              null,
              "of %d lines came %d ledger rows, and the residual is %s"
                  .formatted(lines, ledger, residual.stripTrailingZeros().toPlainString()),
              "report it with the flags and the seed"));
    }
    int exit = problems.isEmpty() ? 0 : 7;
    return new Answer(
        VERB, null, exit == 0 ? Status.OK : Status.GATE_FAILED, exit, results, problems);
  }

  /** The largest difference between a bill and its ledger; of a ledger that is not there: 1. */
  private BigDecimal residual(BenchFolder folder) {
    Row row =
        table(folder, CostTables.RECONCILIATION)
            .agg(coalesce(max(abs(col("residual"))), lit(BigDecimal.ONE)))
            .head();
    return row.getDecimal(0);
  }

  private Dataset<Row> table(BenchFolder folder, CostTables table) {
    return spark
        .read()
        .format("delta")
        .load(
            folder
                .file("warehouse/%s/%s".formatted(table.ref().schema(), table.ref().name()))
                .toString());
  }

  private Line measured(String work, Runnable task) {
    heap.reset();
    double seconds =
        Timed.of(
                () -> {
                  task.run();
                  return true;
                })
            .seconds();
    Line line = new Line(work, seconds, heap.bytes());
    results.add(line.row);
    return line;
  }

  /** A row of the result as it fills. */
  private static final class Line {
    private final Map<String, Object> row = new LinkedHashMap<>();
    private final double seconds;

    private Line(String work, double seconds, long peakHeap) {
      this.seconds = seconds;
      row.put("work", work);
      row.put("seconds", Math.round(seconds * 1000) / 1000.0);
      row.put("peakHeap", peakHeap);
    }

    Line rows(long rows) {
      row.put("rows", rows);
      row.put("rowsPerSecond", Math.round(rows / seconds));
      return this;
    }

    Line reading(long bytes) {
      row.put("bytes", bytes);
      row.put("megabytesPerSecond", Math.round(bytes / seconds / MEGABYTE * 10) / 10.0);
      return this;
    }

    Line answer(String what) {
      row.put("answer", what);
      return this;
    }
  }
}
