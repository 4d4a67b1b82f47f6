package io.tidemark.quality.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuiteRefusalsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          type: not_nul, columns: [x] | spec.rules[0].type is 'not_nul'; expected one of not_null, range, accepted_values, pattern, length, references, unique, sql_row, row_count, metric, freshness, schema, functional_dependency, sql_metric
          type: not_null, column: x, columns: [x] | Unknown key 'column' in spec.rules[0]; did you mean 'columns'?
          type: not_null | spec.rules[0].columns is missing; give a list of the name of a column
          type: not_null, columns: [x], onNull: pass | Unknown key 'onNull' in spec.rules[0]; remove it, to not_null a NULL always fails
          type: not_null, columns: [x], onNaN: fail | Unknown key 'onNaN' in spec.rules[0]; remove it, to not_null a NaN is a value
          type: not_null, columns: [x], segmentBy: [a, b, c] | segmentBy has 3 columns; name at most 2
          type: not_null, columns: [x], severity: fatal | spec.rules[0].severity is 'fatal'; expected one of info, warn, error, critical
          type: not_null, columns: [x], tolerance: 1.01 | spec.rules[0].tolerance is '1.01'; expected a number from 0 to 1
          type: not_null, columns: [x], tolerance: -1e-9 | spec.rules[0].tolerance is '-1e-9'; expected a number from 0 to 1
          type: not_null, columns: [x], minRows: -1 | spec.rules[0].minRows is '-1'; expected an integer of at least 0
          type: range, column: x | The rule has neither min nor max; give one, or both
          type: range, column: x, min: 10, max: 9 | min 10 is above max 9; swap them
          type: range, column: x, min: 1e3, max: 999.5 | min 1e3 is above max 999.5; swap them
          type: range, column: x, min: 2026-03-02, max: 2026-03-01 | min 2026-03-02 is above max 2026-03-01; swap them
          type: range, column: x, min: 2026-03-01T00:00:00Z, max: 2026-03-01T00:00:00+01:00 | min 2026-03-01T00:00:00Z is above max 2026-03-01T00:00:00+01:00; swap them
          type: length, column: x, min: 2, max: 1 | min 2 is above max 1; swap them
          type: length, column: x, max: -1 | spec.rules[0].max is '-1'; expected an integer of at least 0
          type: length, column: x | The rule has neither min nor max; give one, or both
          type: accepted_values, column: x, values: [] | spec.rules[0].values is empty; expected a list of text without references
          type: pattern, column: x, regex: 'a(b' | regex is no regular expression: Unclosed group at character 4; write it as Java reads it, in single quotes
          type: references, columns: [x], to: {columns: [y]} | to names no data; give one of source: name, view: name@1, table: schema.table
          type: references, columns: [x], to: {source: cards, table: a.b, columns: [y]} | to has both source and table; keep one of them
          type: references, columns: [x, y], to: {source: cards, columns: [y]} | columns has 2 and to.columns has 1; name one column there for each column here, in the same order
          type: references, columns: [x], to: {source: card, columns: [y]} | There is no Source card; did you mean 'cards'?
          type: references, columns: [x], to: {view: v@1, columns: [y]} | There is no FeatureView v@1; declare it, or refer to another
          type: sql_row | spec.rules[0].expr is missing; give a Spark SQL predicate
          type: row_count | The rule has neither between nor anomaly; give between: [lower, upper], or anomaly: {method: mad}
          type: row_count, between: [2, 1] | spec.rules[0].between is [2, 1], the lower bound is the greater one; swap them
          type: row_count, between: [1] | spec.rules[0].between is a list of 1; expected [lower, upper], null for an open end
          type: row_count, between: [1, many] | spec.rules[0].between[1] is 'many'; expected a number as 0.05 or 1e6
          type: row_count, between: [0, 1], tolerance: 0.5 | Unknown key 'tolerance' in spec.rules[0]; remove it, only row rules and functional_dependency have one
          type: row_count, between: [0, 1], action: quarantine | Unknown key 'action' in spec.rules[0]; remove it, only row rules have one
          type: row_count, anomaly: {k: 0} | k is 0; give a number above 0
          type: row_count, anomaly: {history: 0} | spec.rules[0].anomaly.history is '0'; expected an integer of at least 1
          type: row_count, anomaly: {history: 4, minHistory: 5} | minHistory 5 is above history 4, so that no date has enough; lower it, or raise history
          type: row_count, anomaly: {method: sigma} | spec.rules[0].anomaly.method is 'sigma'; expected one of mad
          type: metric, metric: quantile, column: x, between: [0, 1] | q is missing; a quantile needs it, as q: 0.95
          type: metric, metric: quantile, q: 1.5, column: x, between: [0, 1] | spec.rules[0].q is '1.5'; expected a number from 0 to 1
          type: metric, metric: mean, q: 0.5, column: x, between: [0, 1] | q is for metric quantile only; remove it
          type: metric, metric: median, column: x, between: [0, 1] | spec.rules[0].metric is 'median'; expected one of completeness, mean, sum, stddev, min, max, distinct, quantile
          type: freshness, column: x, maxAge: 6h | spec.rules[0].maxAge is '6h'; expected a duration as P90D, P2W, PT6H30M or P1DT12H
          type: schema, segmentBy: [x] | Unknown key 'segmentBy' in spec.rules[0]; remove it, such a rule looks at the whole only
          type: schema, mode: strict | spec.rules[0].mode is 'strict'; expected one of exact, backward
          type: schema, columns: [{name: a, type: INTT}] | spec.rules[0].columns[0].type is 'INTT'; did you mean 'INT'?
          type: schema, columns: [{name: a, type: INT}, {name: A, type: INT}] | The column A stands twice in columns; remove or rename one
          type: functional_dependency, determinant: a, dependent: [] | spec.rules[0].dependent is empty; expected a list of the name of a column
          type: sql_metric, sql: SELECT 1, between: [0, 1], where: x | Unknown key 'where' in spec.rules[0]; remove it, the query itself says which rows it takes
          type: sql_metric, sql: SELECT 1, between: [0, 1], segmentBy: [x] | Unknown key 'segmentBy' in spec.rules[0]; remove it, such a rule looks at the whole only
          type: sql_metric, sql: SELECT 1, max: 1, between: [0, 1] | Unknown key 'max' in spec.rules[0]; the keys are id, type, severity, onNoData, minRows, onNull, onNaN, sql, between, anomaly, description
          type: sql_metric, sql: "SELECT count(*) FROM ref('loans')", between: [0, 1] | There is no Source loans; declare it, or refer to another
          """)
  void whatARuleShowsByItselfIsSaidAtItsLine(String rule, String problem) {
    assertThat(
            SuiteYaml.problems(
                "dataset: {source: cards}\nrules:\n  - {id: r, " + rule + "}", "cards"))
        .containsExactly("suite.yaml:7: error: " + problem);
  }

  @Test
  void aNullAmongTheValuesIsToldOf() {
    String rules = "dataset: {table: a.b}\nrules:\n  - {id: r, type: accepted_values, column: x, ";
    String warning =
        "suite.yaml:7: warn: values[1] is null, which accepts no row; say onNull: pass if NULL is"
            + " good, or quote it if the text null is meant";

    assertThat(SuiteYaml.warnings(rules + "values: [a, null, b]}")).containsExactly(warning);
    assertThat(SuiteYaml.warnings(rules + "values: [a, ~]}")).containsExactly(warning);
    assertThat(SuiteYaml.warnings(rules + "values: [a, 'null', '~', '']}")).isEmpty();
    assertThat(SuiteYaml.problems(rules + "values: [a, [b], '${c}']}"))
        .hasSize(2)
        .noneMatch(problem -> problem.contains("is null"));
  }

  @Test
  void whatCannotBeComparedWithoutTheDataIsNotRefused() {
    Stream.of(
            "min: 2026-03-02, max: 5",
            "min: b, max: a",
            "min: 2026-03-02T00:00:00Z, max: 2026-03-01",
            "min: 5, max: 5.0",
            "min: 12345678901234567890, max: 12345678901234567891")
        .forEach(
            bounds ->
                assertThat(
                        SuiteYaml.problems(
                            "dataset: {table: a.b}\nrules:\n  - {id: r, type: range, column: x, "
                                + bounds
                                + "}"))
                    .as(bounds)
                    .isEmpty());
  }

  @Test
  void aDatasetIsOneThing() {
    String rules = "rules: [{id: a, type: not_null, columns: [x]}]";
    assertThat(SuiteYaml.problems("dataset: {source: s, view: v@1}\n" + rules, "s"))
        .containsExactly(
            "suite.yaml:5: error: There is no FeatureView v@1; declare it, or refer to another",
            "suite.yaml:5: error: dataset has both source and view; keep one of them");
    assertThat(SuiteYaml.problems("dataset: {}\n" + rules))
        .containsExactly(
            "suite.yaml:5: error: dataset names no data; give one of source: name, view: name@1,"
                + " table: schema.table");
    assertThat(SuiteYaml.problems("dataset: {file: x}\n" + rules))
        .first()
        .asString()
        .startsWith("suite.yaml:5: error: Unknown key 'file' in spec.dataset");
    assertThat(SuiteYaml.problems("dataset: {view: v}\n" + rules))
        .containsExactly(
            "suite.yaml:5: error: spec.dataset.view is 'v'; expected a reference with a version,"
                + " as name@1");
    assertThat(SuiteYaml.problems("dataset: {table: t}\n" + rules))
        .containsExactly(
            "suite.yaml:5: error: spec.dataset.table is 't'; expected a table as schema.table");
    assertThat(SuiteYaml.problems(rules))
        .containsExactly("suite.yaml:4: error: spec.dataset is missing; give a map");
  }

  @Test
  void aSuiteHasRulesAndEachItsOwnId() {
    assertThat(SuiteYaml.problems("dataset: {table: a.b}\nrules: []"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("suite.yaml:6: error: spec.rules is empty; expected a list of a map");
    assertThat(
            SuiteYaml.problems(
                """
                dataset: {table: a.b}
                defaults: {severty: warn, minRows: few}
                maxQuarantineRatio: 5%
                rules:
                  - {id: a, type: not_null, columns: [x]}
                  - {type: not_null, columns: [x]}
                  - {id: a, type: row_count}
                """))
        .containsExactly(
            "suite.yaml:6: error: Unknown key 'severty' in spec.defaults; did you mean 'severity'?",
            "suite.yaml:6: error: spec.defaults.minRows is 'few'; expected an integer of at least"
                + " 0",
            "suite.yaml:7: error: spec.maxQuarantineRatio is '5%'; expected a number from 0 to 1",
            "suite.yaml:10: error: spec.rules[1].id is missing; give an id",
            "suite.yaml:11: error: The rule a stands twice in the suite; remove or rename one",
            "suite.yaml:11: error: The rule has neither between nor anomaly; give between: [lower,"
                + " upper], or anomaly: {method: mad}");
  }

  @Test
  void testsAreOfRulesThatARowAloneDecides() {
    String suite =
        """
        dataset: {table: a.b}
        rules:
          - {id: amt, type: range, column: x, min: 0}
          - {id: one, type: unique, columns: [x]}
          - {id: key, type: references, columns: [x], to: {table: a.c, columns: [x]}}
          - {id: cnt, type: row_count, between: [1, null]}
        tests:
          - {rule: amd, pass: [{x: 1}]}
          - {rule: other, pass: [{x: 1}]}
          - {rule: amt}
          - {rule: amt, fail: [{x: [1]}, 5]}
        """;
    assertThat(SuiteYaml.problems(suite))
        .containsExactly(
            "suite.yaml:12: error: The suite has no rule 'amd'; did you mean 'amt'?",
            "suite.yaml:13: error: The suite has no rule 'other'; its rules are amt, one, key, cnt",
            "suite.yaml:14: error: The test has no rows; give pass: [{column: value}], or fail",
            "suite.yaml:15: error: spec.tests[3].fail[0].x is a list; expected text without"
                + " references",
            "suite.yaml:15: error: spec.tests[3].fail[1] is a scalar; expected a map to text"
                + " without references");
    for (String rule : List.of("one", "key", "cnt")) {
      assertThat(
              SuiteYaml.problems(
                  suite.substring(0, suite.indexOf("tests"))
                      + "tests: [{rule: "
                      + rule
                      + ", fail: [{x: 1}]}]"))
          .as(rule)
          .hasSize(1)
          .first()
          .asString()
          .contains("The rule " + rule + " is of type ", "which no row alone decides; remove");
    }
  }

  @Test
  void aRuleThatCannotBeReadMayBeTheOneThatIsTested() {
    assertThat(
            SuiteYaml.problems(
                """
                dataset: {table: a.b}
                rules: [{id: amt, type: rnge, column: x, min: 0}]
                tests: [{rule: amt, pass: [{x: 1}]}]
                """))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("suite.yaml:6: error: spec.rules[0].type is 'rnge'");
  }
}
