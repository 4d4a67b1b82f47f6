package io.tidemark.quality.engine;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.tidemark.lineage.Columns;
import io.tidemark.quality.engine.Bisection.Attempt;
import io.tidemark.quality.engine.Measurement.Failed;
import io.tidemark.quality.engine.Measurement.Measured;
import io.tidemark.quality.engine.Measurement.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * All rules that one scan can compute, of all suites of a subject: one pass for the totals, one for
 * each choice of segments, and one for samples if any row fails.
 */
final class SharedScan {
  private final Dataset<Row> rows;
  private final PassCpu cpu;
  private final Map<PlannedRule, Measurement> found = new LinkedHashMap<>();

  private SharedScan(Dataset<Row> rows, PassCpu cpu) {
    this.rows = rows;
    this.cpu = cpu;
  }

  /** Computes the rules that are {@link Work.InScan}, in the session that is active. */
  static Map<PlannedRule, Measurement> run(
      Dataset<Row> rows, List<PlannedRule> rules, PassCpu cpu) {
    SharedScan scan = new SharedScan(rows, cpu);
    if (!rules.isEmpty()) {
      scan.totals(rules);
      scan.samples();
      scan.segments();
    }
    return scan.found;
  }

  private void totals(List<PlannedRule> rules) {
    attempt(
            rules,
            some -> {
              ScanProjection projection = new ScanProjection(some);
              return DeequMetrics.tallies(projection, projection.of(rows, List.of()));
            })
        .forEach(
            (rule, attempt) -> {
              if (attempt instanceof Attempt.Done<Tally> done) {
                found.put(rule, new Measured(done.result()));
              } else if (attempt instanceof Attempt.Thrown<Tally> thrown) {
                found.put(rule, Failed.of(thrown.failure()));
              }
            });
  }

  private void samples() {
    List<PlannedRule> failing =
        found.entrySet().stream()
            .filter(each -> each.getValue() instanceof Measured m && m.whole().failed() > 0)
            .map(Map.Entry::getKey)
            .toList();
    attempt(failing, this::samples)
        .forEach(
            (rule, attempt) -> {
              // Without them the rule still says how many rows fail.
              if (attempt instanceof Attempt.Done<List<String>> done) {
                found.computeIfPresent(
                    rule, (r, m) -> m instanceof Measured k ? k.withSamples(done.result()) : m);
              }
            });
  }

  private List<List<String>> samples(List<PlannedRule> failing) {
    List<Column> keys = new ArrayList<>();
    List<Column> first = new ArrayList<>();
    for (int i = 0; i < failing.size(); i++) {
      if (failing.get(i).work() instanceof Work.Rowwise rowwise) {
        Column key = Samples.json(rowwise.columns(), rows.schema());
        keys.add(when(not(rowwise.verdict()), key).as("k" + i));
        first.add(Samples.first(col("k" + i)));
      }
    }
    Row row =
        rows.select(KeyedRows.array(keys))
            .groupBy()
            .agg(first.get(0), KeyedRows.array(first.subList(1, first.size())))
            .head();
    return IntStream.range(0, row.size())
        .mapToObj(i -> Samples.list(row.isNullAt(i) ? null : row.getString(i)))
        .toList();
  }

  private void segments() {
    Map<List<String>, List<PlannedRule>> shared = new LinkedHashMap<>();
    found.forEach(
        (rule, measurement) -> {
          if (measurement instanceof Measured && !rule.rule().segmentBy().isEmpty()) {
            shared.computeIfAbsent(rule.rule().segmentBy(), each -> new ArrayList<>()).add(rule);
          }
        });
    shared.forEach(
        (columns, rules) ->
            attempt(rules, some -> segments(columns, some))
                .forEach(
                    (rule, attempt) ->
                        found.computeIfPresent(rule, (r, m) -> segmented(m, attempt))));
  }

  private List<Found> segments(List<String> columns, List<PlannedRule> rules) {
    List<Column> keys = columns.stream().map(Columns::named).toList();
    ScanProjection projection = new ScanProjection(rules);
    List<Column> aggregates = projection.aggregates();
    List<Column> named = new ArrayList<>();
    for (int i = 0; i < aggregates.size(); i++) {
      named.add(aggregates.get(i).as("c" + i));
    }
    Column[] groups =
        IntStream.range(0, keys.size()).mapToObj(i -> col("g" + i)).toArray(Column[]::new);
    Dataset<Row> grouped =
        projection
            .of(rows, keys)
            .groupBy(groups)
            .agg(named.get(0), KeyedRows.array(named.subList(1, named.size())));
    List<Column> inScope = IntStream.range(0, rules.size()).mapToObj(Segments::inScope).toList();
    return Segments.of(grouped, keys.size(), inScope).stream().map(Found::new).toList();
  }

  private static Measurement segmented(Measurement whole, Attempt<Found> attempt) {
    if (attempt instanceof Attempt.Thrown<Found> thrown) {
      return Failed.of(thrown.failure());
    }
    List<Segment> segments =
        attempt instanceof Attempt.Done<Found> d ? d.result().segments() : null;
    if (segments == null) {
      return Segments.tooMany();
    }
    return whole instanceof Measured measured ? measured.withSegments(segments) : whole;
  }

  private <R> Map<PlannedRule, Attempt<R>> attempt(
      List<PlannedRule> rules, Function<List<PlannedRule>, List<R>> pass) {
    if (rules.isEmpty()) {
      return Map.of();
    }
    return Bisection.run(rules, some -> cpu.pass(some, () -> pass.apply(some)), rows::count);
  }

  /** A rule's segments; null if they are too many. */
  private record Found(@Nullable List<Segment> segments) {}
}
