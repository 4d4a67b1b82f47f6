package io.tidemark.quality.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.definition.Declared;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuiteHashesTest {
  private static final String SPEC =
      """
      dataset: {source: cards}
      filter: x > 0
      defaults: {severity: error}
      rules:
        - {id: amt, type: range, column: amount, min: 0}
        - {id: fk, type: references, columns: [c], to: {source: lookup, columns: [c]}}
        - {id: rate, type: sql_metric, sql: "SELECT count(*) FROM ref('rates')", between: [1, null]}
        - {id: fd, type: functional_dependency, determinant: zip, dependent: city, tolerance: 0.1}
      tests: [{rule: amt, pass: [{amount: 1}]}]
      """;
  private static final String PROJECT = SuiteYaml.project("cards", "lookup", "rates", "other");

  private final Declared<QualitySuiteDefinition> before = declared(SPEC, PROJECT);

  @Test
  void writingTheSameOtherwiseChangesNothing() {
    for (Map.Entry<String, String> edit :
        Map.of(
                "defaults: {severity: error}\n", "defaults: {minRows: 0}\n",
                "min: 0", "min: 0, severity: error, onNull: fail, tolerance: 0.00, action: none",
                "tolerance: 0.1", "tolerance: 1e-1, description: as the post office has it",
                "determinant: zip", "determinant: [zip]",
                "[1, null]", "[1.0, null], anomaly: null",
                "tests:", "maxQuarantineRatio: .050\ntests:",
                "pass: [{amount: 1}]", "pass: [{amount: 2}]")
            .entrySet()) {
      Declared<QualitySuiteDefinition> after = edited(edit);
      assertThat(after.semanticHash()).as(edit.getValue()).isEqualTo(before.semanticHash());
      assertThat(hashes(after)).as(edit.getValue()).isEqualTo(hashes(before));
    }
  }

  @Test
  void whatDecidesAnOutcomeChangesTheHashOfItsRuleAndOfTheSuite() {
    for (Map.Entry<String, String> edit :
        Map.of(
                "min: 0", "min: 1",
                "type: range", "severity: warn, type: range",
                "column: amount", "column: amount, onNull: skip",
                "{id: amt", "{minRows: 3, id: amt",
                "amount, min", "amount, where: y, min")
            .entrySet()) {
      Declared<QualitySuiteDefinition> after = edited(edit);
      assertThat(after.semanticHash()).as(edit.getValue()).isNotEqualTo(before.semanticHash());
      assertThat(hashes(after).get(0)).as(edit.getValue()).isNotEqualTo(hashes(before).get(0));
      assertThat(hashes(after).subList(1, 4))
          .as(edit.getValue())
          .isEqualTo(hashes(before).subList(1, 4));
    }
  }

  @Test
  void anOpenEndIsPartOfABound() {
    String open = "[1, null]";
    assertThat(hashes(edited(Map.entry(open, "[null, 1]"))).get(2))
        .isNotEqualTo(hashes(before).get(2));
  }

  @Test
  void theFilterAndTheDefaultsDecideEveryRule() {
    for (Map.Entry<String, String> edit :
        Map.of("filter: x > 0", "filter: x > 1", "severity: error", "severity: warn").entrySet()) {
      assertThat(hashes(edited(edit)))
          .as(edit.getValue())
          .doesNotContainAnyElementsOf(hashes(before));
    }
  }

  @Test
  void aSourceThatIsReadDifferentlyMakesAnotherSuite() {
    for (String source : List.of("cards", "lookup", "rates")) {
      assertThat(declared(SPEC, filtered(source)).semanticHash())
          .as(source)
          .isNotEqualTo(before.semanticHash());
    }
    assertThat(declared(SPEC, filtered("other")).semanticHash()).isEqualTo(before.semanticHash());
  }

  @Test
  void theDatasetIsPartOfTheSuite() {
    assertThat(edited(Map.entry("{source: cards}", "{source: other}")).semanticHash())
        .isNotEqualTo(before.semanticHash());
    assertThat(edited(Map.entry("tests:", "maxQuarantineRatio: 0.06\ntests:")).semanticHash())
        .isNotEqualTo(before.semanticHash());
  }

  private static String filtered(String source) {
    return PROJECT.replace("path: data/" + source, "filter: z, path: data/" + source);
  }

  private static Declared<QualitySuiteDefinition> edited(Map.Entry<String, String> edit) {
    String spec = SPEC.replace(edit.getKey(), edit.getValue());
    assertThat(spec).as(edit.getKey()).isNotEqualTo(SPEC);
    return declared(spec, PROJECT);
  }

  private static Declared<QualitySuiteDefinition> declared(String spec, String project) {
    return SuiteYaml.declared(SuiteYaml.yaml(spec), project);
  }

  private static List<String> hashes(Declared<QualitySuiteDefinition> suite) {
    return suite.definition().rules().stream().map(Rule::hash).toList();
  }
}
