package io.tidemark.quality.definition;

import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Nearest;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.Types;
import io.tidemark.lineage.definition.ValueType;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How a {@link RuleTest} is written, and which rules it can test. */
final class RuleTests {
  private static final Field<String> RULE =
      Field.required("rule", Types.plainText("the id of a rule"));
  private static final ValueType<List<SortedMap<String, Object>>> ROWS =
      Types.listOf(Types.converted(Types.mapOf(Types.plainText()), TreeMap<String, Object>::new));
  private static final Field<List<SortedMap<String, Object>>> PASS =
      Field.optional("pass", ROWS).orElse(List.of());
  private static final Field<List<SortedMap<String, Object>>> FAIL =
      Field.optional("fail", ROWS).orElse(List.of());

  static final ValueType<RuleTest> TYPE =
      Types.object(
          Shape.of(RULE, PASS, FAIL),
          RuleTests::check,
          f -> new RuleTest(f.get(RULE), f.get(PASS), f.get(FAIL)));

  private RuleTests() {}

  private static void check(Fields test) {
    if (!test.has(PASS) && !test.has(FAIL)) {
      test.error(
          "", "MISSING_FIELD", "The test has no rows", "give pass: [{column: value}], or fail");
    }
  }

  /**
   * Reports tests of rules that are not there, or that no row alone decides.
   *
   * @param rules the types of the suite's rules by id
   * @param complete false where some rule could not be read: it may be the one that is meant
   */
  static void check(
      Fields suite, Field<List<RuleTest>> field, Map<String, String> rules, boolean complete) {
    List<RuleTest> tests = suite.list(field);
    for (int i = 0; i < tests.size(); i++) {
      String id = tests.get(i).rule();
      String type = rules.get(id);
      String path = suite.item(field, i) + "." + RULE.name();
      if (type == null && complete) {
        suite.error(
            path,
            "UNKNOWN_REFERENCE",
            "The suite has no rule '" + id + "'",
            Nearest.hint(id, rules.keySet())
                .orElse("its rules are " + String.join(", ", rules.keySet())));
      } else if (type != null && RuleForm.of(type).filter(RuleForm::testable).isEmpty()) {
        suite.error(
            path,
            "CONFLICT",
            "The rule " + id + " is of type " + type + ", which no row alone decides",
            "remove the test, only " + String.join(", ", RowRules.ALONE) + " have tests");
      }
    }
  }
}
