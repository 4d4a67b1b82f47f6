package io.tidemark.quality.engine;

import static io.tidemark.quality.engine.Suites.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.lineage.definition.ValueJson;
import io.tidemark.lineage.testing.SparkExtension;
import io.tidemark.quality.definition.Check;
import io.tidemark.quality.definition.Check.AcceptedValues;
import io.tidemark.quality.definition.Check.FunctionalDependency;
import io.tidemark.quality.definition.Check.Length;
import io.tidemark.quality.definition.Check.Matches;
import io.tidemark.quality.definition.Check.Measure;
import io.tidemark.quality.definition.Check.Metric;
import io.tidemark.quality.definition.Check.NotNull;
import io.tidemark.quality.definition.Check.Range;
import io.tidemark.quality.definition.Check.References;
import io.tidemark.quality.definition.Check.SortKey;
import io.tidemark.quality.definition.Check.SqlRow;
import io.tidemark.quality.definition.Check.Unique;
import io.tidemark.quality.definition.DataRef;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.definition.Rule;
import io.tidemark.quality.definition.Rule.Special;
import io.tidemark.quality.engine.Oracle.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All kinds of rules over small random tables, against an oracle that goes row by row. */
@ExtendWith(SparkExtension.class)
class JudgeRandomTest {

  private static final List<Check> ROW_CHECKS =
      List.of(
          new NotNull(List.of("i", "s")),
          new NotNull(List.of("d")),
          new Range("i", "0.5", "1e9"),
          new Range("l", "-9223372036854775808", "9007199254740992.5"),
          new Range("l", "1e30", null),
          new Range("l", null, "1e999999999"),
          new Range("d", "0", null),
          new Range("d", null, "2.5"),
          new Range("f", "0.1", null),
          new Range("m", "0.105", "10000"),
          new Range("m", "-1e6", "0.1"),
          new Range("day", "2026-01-02", null),
          new Range("at", null, "2026-06-30T23:59:59.999999Z"),
          new AcceptedValues("i", List.of("7", "0", "2147483647")),
          new AcceptedValues("d", List.of("0", "2.5")),
          new AcceptedValues("f", List.of("0.1", "2.5")),
          new AcceptedValues("m", List.of("0.1", "5")),
          new AcceptedValues("s", List.of("a", "")),
          new AcceptedValues("flag", List.of("true")),
          new Matches("s", "a|b"),
          new Matches("s", "(?x) a # b"),
          new Length("s", 1L, 1L),
          new Length("s", null, 2L),
          new SqlRow("i > 0"),
          new Unique(List.of("s", "d"), List.of()),
          new Unique(List.of("l"), List.of(new SortKey("i", true))),
          new References(List.of("i", "s"), new DataRef.OfSource("o"), List.of("h", "g")),
          new References(List.of("d"), new DataRef.OfSource("o"), List.of("d")),
          new FunctionalDependency(List.of("i"), List.of("s")),
          new FunctionalDependency(List.of("d", "h"), List.of("flag")));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void rowsAreCountedAsTheOracleCountsThem(long seed, SparkSession spark) {
    Random random = new Random(seed);
    RandomTable table = new RandomTable(random);
    RandomTable others = new RandomTable(random);
    Oracle oracle = new Oracle(table.rows, others.rows);
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < ROW_CHECKS.size(); i++) {
      rules.add(varied(random, "r" + i, ROW_CHECKS.get(i)));
    }
    JudgedBatch batch =
        new Judge(spark, Suites.MOMENT, History.EMPTY, data -> others.dataset(spark))
            .judgeBatch(
                new Subject("source:s", null, table.dataset(spark)),
                Suites.suite("a", null, rules.toArray(Rule[]::new)));

    Map<String, List<RuleOutcome>> found = byRule(batch.outcome());
    Map<String, Integer> withheld = new HashMap<>();
    List<Row> judged = batch.rows().collectAsList();
    assertThat(judged).hasSameSizeAs(table.rows);
    judged.forEach(
        row ->
            row.<Row>getList(row.fieldIndex("_violations"))
                .forEach(v -> withheld.merge(v.getString(0), 1, Integer::sum)));
    for (Rule rule : rules) {
      String what = seed + " " + rule;
      List<State> states = oracle.states(rule);
      RuleOutcome whole = found.get(rule.id()).get(0);
      assertThat(whole.errorClass()).as(what + whole.message()).isNull();
      assertThat(whole.rowsEvaluated()).as(what).isEqualTo(evaluated(states));
      assertThat(whole.rowsFailed()).as(what).isEqualTo(count(states, State.FAILED));
      assertThat(segments(found.get(rule.id()))).as(what).isEqualTo(segments(rule, table, states));
      if (rule.segmentBy().isEmpty()) {
        assertThat(whole.outcome()).as(what).isEqualTo(outcome(rule, states));
      }
      assertThat(whole.samples()).hasSizeLessThanOrEqualTo(10);
      assertThat(whole.samples().isEmpty()).as(what).isEqualTo(whole.rowsFailed() == 0);
      if (rule.check() instanceof Check.OfRows) {
        assertThat(withheld.getOrDefault(rule.id(), 0))
            .as(what)
            .isEqualTo(withheld(rule, table, states));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16})
  void metricsAreAsTheOracleHasThem(long seed, SparkSession spark) {
    Random random = new Random(seed);
    RandomTable table = new RandomTable(random);
    Oracle oracle = new Oracle(table.rows, List.of());
    List<Rule> rules = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      for (String column : List.of("i", "l", "d", "f", "m")) {
        Double q = metric == Metric.QUANTILE ? random.nextDouble() : null;
        rules.add(varied(random, metric + column, new Measure(metric, q, column, null, null)));
      }
    }
    QualitySuiteDefinition suite = Suites.suite("a", null, rules.toArray(Rule[]::new));
    Map<String, List<RuleOutcome>> found =
        byRule(
            new Judge(spark, Suites.MOMENT, History.EMPTY, Suites.NOTHING)
                .judge(new Subject("source:s", null, table.dataset(spark)), List.of(suite))
                .get(0));
    for (Rule rule : rules) {
      Measure measure = (Measure) rule.check();
      List<Row> scope = oracle.inScope(rule);
      RuleOutcome whole = found.get(rule.id()).get(0);
      assertThat(whole.rowsEvaluated()).as(whole + "").isEqualTo(scope.size());
      if (!scope.isEmpty()) {
        same(whole, Oracle.metric(rule, measure, scope), measure, rule);
      }
      Map<String, List<Row>> bySegment = new TreeMap<>();
      scope.forEach(
          row -> bySegment.computeIfAbsent(segment(rule, row), each -> new ArrayList<>()).add(row));
      List<RuleOutcome> segments = found.get(rule.id()).subList(1, found.get(rule.id()).size());
      if (rule.segmentBy().isEmpty()) {
        assertThat(segments).isEmpty();
        continue;
      }
      assertThat(segments)
          .extracting(RuleOutcome::segmentValue)
          .containsExactlyElementsOf(bySegment.keySet());
      for (RuleOutcome each : segments) {
        same(each, Oracle.metric(rule, measure, bySegment.get(each.segmentValue())), measure, rule);
      }
    }
  }

  private static void same(RuleOutcome found, Double expected, Measure measure, Rule rule) {
    String what = rule + " " + found;
    if (expected == null) {
      assertThat(found.metricValue()).as(what).isNull();
      assertThat(found.outcome()).as(what).isIn(Outcome.NO_DATA);
      return;
    }
    assertThat(found.metricValue()).as(what).isNotNull();
    if (expected.isNaN() || expected.isInfinite() || measure.metric() == Metric.QUANTILE) {
      assertThat(found.metricValue()).as(what).isEqualTo(expected);
    } else {
      assertThat(found.metricValue())
          .as(what)
          .isCloseTo(expected, within(Math.abs(expected) * 1e-9 + 1e-300));
    }
  }

  private static Rule varied(Random random, String id, Check check) {
    Special[] specials = Special.values();
    String[][] segments = {{}, {}, {"g"}, {"h", "g"}, {"flag"}};
    return rule(id, check)
        .onNull(specials[random.nextInt(3)])
        .onNaN(specials[random.nextInt(3)])
        .where(random.nextBoolean() ? "h > 1" : null)
        .by(segments[random.nextInt(segments.length)])
        .tolerance(random.nextInt(3) * 0.25)
        .quarantined()
        .build();
  }

  private static Map<String, List<RuleOutcome>> byRule(SuiteOutcome outcome) {
    Map<String, List<RuleOutcome>> found = new HashMap<>();
    outcome
        .outcomes()
        .forEach(each -> found.computeIfAbsent(each.rule().id(), k -> new ArrayList<>()).add(each));
    return found;
  }

  private static Map<String, List<Long>> segments(List<RuleOutcome> rows) {
    Map<String, List<Long>> found = new TreeMap<>();
    rows.stream()
        .skip(1)
        .forEach(r -> found.put(r.segmentValue(), List.of(r.rowsEvaluated(), r.rowsFailed())));
    return found;
  }

  private static Map<String, List<Long>> segments(
      Rule rule, RandomTable table, List<State> states) {
    Map<String, List<State>> by = new TreeMap<>();
    for (int i = 0; i < states.size(); i++) {
      if (!rule.segmentBy().isEmpty() && states.get(i) != State.OUT) {
        by.computeIfAbsent(segment(rule, table.rows.get(i)), k -> new ArrayList<>())
            .add(states.get(i));
      }
    }
    Map<String, List<Long>> found = new TreeMap<>();
    by.forEach((k, v) -> found.put(k, List.of(evaluated(v), count(v, State.FAILED))));
    return found;
  }

  private static String segment(Rule rule, Row row) {
    List<Object> texts = new ArrayList<>();
    for (String column : rule.segmentBy()) {
      Object value = RandomTable.value(row, column);
      texts.add(value == null ? null : value.toString());
    }
    return ValueJson.compact(texts);
  }

  private static Outcome outcome(Rule rule, List<State> states) {
    long evaluated = evaluated(states);
    if (evaluated == 0) {
      return Outcome.NO_DATA;
    }
    return (double) count(states, State.FAILED) / evaluated <= rule.tolerance()
        ? Outcome.PASS
        : Outcome.FAIL;
  }

  private static int withheld(Rule rule, RandomTable table, List<State> states) {
    int failed = (int) count(states, State.FAILED);
    if (!(rule.check() instanceof Unique unique) || unique.keepOrder().isEmpty()) {
      return failed;
    }
    Map<List<Object>, Integer> repeated = new HashMap<>();
    for (int i = 0; i < states.size(); i++) {
      List<Object> key = Oracle.key(table.rows.get(i), unique.columns());
      if (states.get(i) == State.FAILED && !key.contains(null)) {
        repeated.merge(key, 1, Integer::sum);
      }
    }
    return failed - repeated.size();
  }

  private static long evaluated(List<State> states) {
    return count(states, State.GOOD) + count(states, State.FAILED);
  }

  private static long count(List<State> states, State... wanted) {
    return states.stream().filter(s -> Arrays.asList(wanted).contains(s)).count();
  }
}
