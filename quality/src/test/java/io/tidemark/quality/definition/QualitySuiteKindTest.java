package io.tidemark.quality.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.definition.Ref;
import io.tidemark.quality.definition.Check.Expected;
import io.tidemark.quality.definition.Check.Metric;
import io.tidemark.quality.definition.Check.SortKey;
import io.tidemark.quality.definition.Rule.NoData;
import io.tidemark.quality.definition.Rule.Severity;
import io.tidemark.quality.definition.Rule.Special;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QualitySuiteKindTest {

  @Test
  void everyTypeOfRuleIsReadIntoItsCheck() {
    QualitySuiteDefinition suite =
        SuiteYaml.suite(
            """
            dataset: {source: cards}
            rules:
              - {id: nulls, type: not_null, columns: [a, b]}
              - {id: amt, type: range, column: amount, min: 0, max: 1e6}
              - {id: day, type: range, column: day, max: 2026-03-01}
              - {id: code, type: accepted_values, column: code, values: [NO, "on", 0123, '']}
              - {id: mail, type: pattern, column: mail, regex: '[^@]+@.+'}
              - {id: short, type: length, column: mail, max: 80}
              - {id: fk, type: references, columns: [c, d], to: {source: lookup, columns: [x, y]}}
              - {id: tfk, type: references, columns: [c], to: {table: ml.scores, columns: [x]}}
              - {id: pk, type: unique, columns: [id], keepOrder: [ts desc, "some col  DESC", desc]}
              - {id: later, type: sql_row, expr: known_at >= event_ts}
              - {id: vol, type: row_count, between: [8e5, null]}
              - {id: p95, type: metric, metric: quantile, q: 0.95, column: amount, between: [null, .5]}
              - {id: mean, type: metric, metric: mean, column: amount, anomaly: {}}
              - {id: fresh, type: freshness, column: ts, maxAge: PT6H, clock: wall}
              - {id: shape, type: schema, mode: backward, columns: [{name: a b, type: long}]}
              - {id: asBefore, type: schema}
              - {id: fd, type: functional_dependency, determinant: zip, dependent: [city, state]}
              - {id: rate, type: sql_metric, sql: "SELECT 1", between: [0, 1]}
            """,
            "cards",
            "lookup");

    assertThat(suite.dataset()).isEqualTo(new DataRef.OfSource("cards"));
    assertThat(suite.rules())
        .extracting(Rule::check)
        .containsExactly(
            new Check.NotNull(List.of("a", "b")),
            new Check.Range("amount", "0", "1e6"),
            new Check.Range("day", null, "2026-03-01"),
            new Check.AcceptedValues("code", List.of("NO", "on", "0123", "")),
            new Check.Matches("mail", "[^@]+@.+"),
            new Check.Length("mail", null, 80L),
            new Check.References(
                List.of("c", "d"), new DataRef.OfSource("lookup"), List.of("x", "y")),
            new Check.References(List.of("c"), new DataRef.OfTable("ml", "scores"), List.of("x")),
            new Check.Unique(
                List.of("id"),
                List.of(
                    new SortKey("ts", true),
                    new SortKey("some col", true),
                    new SortKey("desc", false))),
            new Check.SqlRow("known_at >= event_ts"),
            new Check.RowCount(new Between(8e5, null), null),
            new Check.Measure(Metric.QUANTILE, 0.95, "amount", new Between(null, 0.5), null),
            new Check.Measure(Metric.MEAN, null, "amount", null, new Anomaly(5, 28, false, 8)),
            new Check.Freshness("ts", Duration.ofHours(6), true),
            new Check.SchemaIs(false, true, List.of(new Expected("a b", "BIGINT"))),
            new Check.SchemaIs(true, true, List.of()),
            new Check.FunctionalDependency(List.of("zip"), List.of("city", "state")),
            new Check.SqlMetric("SELECT 1", new Between(0.0, 1.0), null));
  }

  @Test
  void whatIsNotSaidHasItsDefault() {
    QualitySuiteDefinition suite =
        SuiteYaml.suite(
            """
            dataset: {table: ml.scores}
            rules: [{id: a, type: range, column: x, min: 0}, {id: b, type: not_null, columns: [x]}]
            """);

    assertThat(suite.dataset()).isEqualTo(new DataRef.OfTable("ml", "scores"));
    assertThat(suite.filter()).isNull();
    assertThat(suite.maxQuarantineRatio()).isEqualTo(0.05);
    assertThat(suite.tests()).isEmpty();
    Rule range = suite.rules().get(0);
    assertThat(range)
        .isEqualTo(
            new Rule(
                "a",
                Severity.ERROR,
                null,
                List.of(),
                Special.FAIL,
                Special.FAIL,
                NoData.NO_DATA,
                0,
                0,
                false,
                "",
                new Check.Range("x", "0", null),
                range.hash()));
    assertThat(suite.rules().get(1).onNull()).isEqualTo(Special.FAIL);
    assertThat(suite.rules().get(1).onNaN()).isEqualTo(Special.PASS);
  }

  @Test
  void aSuiteGivesItsRulesWhatTheyDoNotSay() {
    QualitySuiteDefinition suite =
        SuiteYaml.suite(
            """
            dataset: {source: s}
            filter: event_date = :date
            defaults: {severity: warn, onNull: skip, onNaN: pass, onNoData: pass, minRows: 20}
            maxQuarantineRatio: 0.5
            rules:
              - {id: a, type: sql_row, expr: x > 0}
              - {id: b, type: not_null, columns: [x]}
              - {id: c, type: sql_row, expr: x > 0, severity: critical, where: y, segmentBy: [z],
                 onNull: pass, onNaN: skip, onNoData: fail, minRows: 1, tolerance: 1e-2,
                 action: quarantine, description: why}
            """,
            "s");

    assertThat(suite.filter()).isEqualTo("event_date = :date");
    assertThat(suite.maxQuarantineRatio()).isEqualTo(0.5);
    Rule given = suite.rules().get(0);
    assertThat(given.severity()).isEqualTo(Severity.WARN);
    assertThat(given.onNull()).isEqualTo(Special.SKIP);
    assertThat(given.onNaN()).isEqualTo(Special.PASS);
    assertThat(given.onNoData()).isEqualTo(NoData.PASS);
    assertThat(given.minRows()).isEqualTo(20);
    Rule notNull = suite.rules().get(1);
    assertThat(notNull.onNull()).as("a NULL fails not_null always").isEqualTo(Special.FAIL);
    assertThat(notNull.minRows()).isEqualTo(20);
    Rule own = suite.rules().get(2);
    assertThat(own)
        .isEqualTo(
            new Rule(
                "c",
                Severity.CRITICAL,
                "y",
                List.of("z"),
                Special.PASS,
                Special.SKIP,
                NoData.FAIL,
                1,
                0.01,
                true,
                "why",
                new Check.SqlRow("x > 0"),
                own.hash()));
  }

  @Test
  void fewDatesOfHistoryNeedFewToJudge() {
    QualitySuiteDefinition suite =
        SuiteYaml.suite(
            """
            dataset: {source: s}
            rules:
              - {id: a, type: row_count, anomaly: {history: 5}}
              - {id: b, type: row_count, anomaly: {method: mad, k: 3.5, season: weekly, minHistory: 2}}
            """,
            "s");
    assertThat(suite.rules())
        .extracting(Rule::check)
        .containsExactly(
            new Check.RowCount(null, new Anomaly(5, 5, false, 5)),
            new Check.RowCount(null, new Anomaly(3.5, 28, true, 2)));
  }

  @Test
  void testsKeepTheirValuesAsTheyAreWritten() {
    QualitySuiteDefinition suite =
        SuiteYaml.suite(
            """
            dataset: {source: s}
            rules: [{id: amt, type: range, column: amount, min: 0}]
            tests: [{rule: amt, pass: [{amount: 0010, code: NO}], fail: [{amount: -1}, {amount: null}]}]
            """,
            "s");
    RuleTest test = suite.tests().get(0);
    assertThat(test.rule()).isEqualTo("amt");
    assertThat(test.pass()).isEqualTo(List.of(Map.of("amount", "0010", "code", "NO")));
    assertThat(test.fail()).isEqualTo(List.of(Map.of("amount", "-1"), Map.of()));
  }

  @Test
  void onlySuitesThatAskTheClockUseIt() {
    for (String rule :
        List.of(
            "type: sql_row, expr: 'x < :now'",
            "type: sql_metric, sql: 'SELECT max(t) < : NOW FROM dataset', between: [0, 1]",
            "type: not_null, columns: [x], where: 'x < :now'",
            "type: freshness, column: t, maxAge: P1D, clock: wall")) {
      assertThat(suiteOf(rule).usesNow()).as(rule).isTrue();
    }
    for (String rule :
        List.of(
            "type: sql_row, expr: 'x < :date and :nowhere > now'",
            "type: freshness, column: t, maxAge: P1D, clock: logical")) {
      assertThat(suiteOf(rule).usesNow()).as(rule).isFalse();
    }
    assertThat(
            SuiteYaml.suite(
                    "filter: t < :now\n"
                        + "dataset: {source: s}\n"
                        + "rules: [{id: a, type: not_null, columns: [x]}]",
                    "s")
                .usesNow())
        .isTrue();
  }

  @Test
  void objectsAreNamedAsRunsNameThem() {
    assertThat(new DataRef.OfView(new Ref("v", 2)).object()).isEqualTo("features.v_v2");
    assertThat(suiteOf("type: not_null, columns: [x]").dataset().object()).isEqualTo("source:s");
  }

  private static QualitySuiteDefinition suiteOf(String rule) {
    return SuiteYaml.suite("dataset: {source: s}\nrules:\n  - {id: r, " + rule + "}", "s");
  }
}
