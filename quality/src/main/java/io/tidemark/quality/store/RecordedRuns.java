package io.tidemark.quality.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.struct;

import io.tidemark.lineage.Run;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.jspecify.annotations.Nullable;

/** Reads what earlier runs found; nothing is computed anew. */
public final class RecordedRuns {
  private static final WindowSpec BY_SUITE = Window.partitionBy("run_id", "suite");

  private final Run run;

  public RecordedRuns(Run run) {
    this.run = run;
  }

  /** All runs of some suites about a date, newest first. */
  public List<RecordedRun> about(Collection<String> suites, LocalDate date) {
    return collect(
        runs()
            .where(col("suite").isInCollection(suites).and(col("logical_date").equalTo(lit(date))))
            .select(RecordedRun.COLUMNS.toArray(Column[]::new)));
  }

  /**
   * The newest run of each suite that has one, by when they started.
   *
   * @param date only runs about it count; null for any
   */
  public Map<String, RecordedRun> newest(Collection<String> suites, @Nullable LocalDate date) {
    Dataset<Row> runs = runs().where(col("suite").isInCollection(suites));
    Map<String, RecordedRun> newest = new HashMap<>();
    newest(date == null ? runs : runs.where(col("logical_date").equalTo(lit(date))), "suite")
        .forEach(each -> newest.put(each.suite(), each));
    return newest;
  }

  /**
   * The newest run of a suite about each date, newest date first.
   *
   * @param date the only one; null for all
   */
  public List<RecordedRun> byDate(String suite, @Nullable LocalDate date) {
    Dataset<Row> all = runs().where(col("suite").equalTo(suite));
    List<RecordedRun> runs =
        new ArrayList<>(
            newest(
                date == null ? all : all.where(col("logical_date").equalTo(lit(date))),
                "logical_date"));
    runs.sort(Comparator.comparing(RecordedRun::logicalDate).reversed());
    return runs;
  }

  /** What suites' runs found, the whole of each rule before its segments. */
  public Map<RecordedRun, List<RuleResult>> results(Collection<RecordedRun> of) {
    return results(of, lit(true));
  }

  /** What they found of one rule, the whole before its segments. */
  public Map<RecordedRun, List<RuleResult>> results(Collection<RecordedRun> of, String rule) {
    return results(of, col("rule_id").equalTo(rule));
  }

  /** What they found of each rule as a whole. */
  public Map<RecordedRun, List<RuleResult>> wholes(Collection<RecordedRun> of) {
    return results(of, col("segment_value").isNull());
  }

  private Map<RecordedRun, List<RuleResult>> results(Collection<RecordedRun> of, Column which) {
    Map<String, RecordedRun> wanted = new HashMap<>();
    of.forEach(each -> wanted.put(each.runId() + "/" + each.suite(), each));
    Map<RecordedRun, Map<Key, RuleResult>> found = new HashMap<>();
    Set<String> ids = new HashSet<>();
    of.forEach(each -> ids.add(each.runId()));
    List<Column> columns = new ArrayList<>(RuleResult.COLUMNS);
    columns.add(col("run_id"));
    columns.add(col("suite"));
    Dataset<Row> rows =
        run.read(run.pin(QualityTables.RESULT.ref()))
            .where(col("run_id").isInCollection(ids).and(which))
            .select(columns.toArray(Column[]::new));
    for (Row row : rows.collectAsList()) {
      int at = RuleResult.COLUMNS.size();
      RecordedRun owner = wanted.get(row.getString(at) + "/" + row.getString(at + 1));
      if (owner != null) {
        RuleResult result = RuleResult.of(row);
        // Of several views that were judged by one rule the worst is told.
        found
            .computeIfAbsent(owner, each -> new LinkedHashMap<>())
            .merge(new Key(result.rule(), result.segment()), result, RecordedRuns::worse);
      }
    }
    Map<RecordedRun, List<RuleResult>> results = new HashMap<>();
    of.forEach(
        each -> results.put(each, new ArrayList<>(found.getOrDefault(each, Map.of()).values())));
    results
        .values()
        .forEach(
            each ->
                each.sort(
                    Comparator.comparing(
                        RuleResult::segment, Comparator.nullsFirst(Comparator.naturalOrder()))));
    return results;
  }

  private record Key(String rule, @Nullable String segment) {}

  private static RuleResult worse(RuleResult a, RuleResult b) {
    return b.outcome().isWorseThan(a.outcome()) ? b : a;
  }

  /** Whether each materialised batch of a run has its proof that no row was lost. */
  public boolean isProven(RecordedRun batch) {
    Column same = col("run_id").equalTo(batch.runId()).and(col("suite").equalTo(batch.suite()));
    long proven = run.read(run.pin(QualityTables.QUARANTINE.ref())).where(same).count();
    return proven >= runs().where(same).count();
  }

  /** A run that judged several views by one suite says of it what it said of the worst. */
  private Dataset<Row> runs() {
    Column weight = expr("array_position(array('fail', 'inconclusive', 'warn', 'pass'), status)");
    return run.read(run.pin(QualityTables.RUN.ref()))
        .withColumn("status", min_by(col("status"), weight).over(BY_SUITE));
  }

  private static List<RecordedRun> newest(Dataset<Row> runs, String per) {
    List<Column> ordered = new ArrayList<>(List.of(col("started_at"), col("run_id")));
    ordered.add(struct(RecordedRun.COLUMNS.toArray(Column[]::new)).as("row"));
    return collect(
        runs.groupBy(per)
            .agg(max(struct(ordered.toArray(Column[]::new))).as("newest"))
            .select("newest.row.*"));
  }

  private static List<RecordedRun> collect(Dataset<Row> rows) {
    return rows.collectAsList().stream()
        .map(RecordedRun::of)
        .sorted(
            Comparator.comparing(RecordedRun::startedAt)
                .thenComparing(RecordedRun::runId)
                .reversed())
        .toList();
  }
}
