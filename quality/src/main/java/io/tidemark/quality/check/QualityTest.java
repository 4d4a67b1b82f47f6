package io.tidemark.quality.check;

import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Status;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.engine.Moment;
import io.tidemark.quality.engine.SuiteTests;
import io.tidemark.quality.engine.TestFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The verb {@code quality test}: judges the rows that suites give as examples. */
public final class QualityTest {
  private static final String VERB = "quality test";
  private static final int GATE_FAILED = 7;

  private final SparkSession spark;
  private final Moment moment;
  private final Function<QualitySuiteDefinition, StructType> columns;

  /**
   * @param columns those of a suite's dataset
   */
  public QualityTest(
      SparkSession spark, Moment moment, Function<QualitySuiteDefinition, StructType> columns) {
    this.spark = spark;
    this.moment = moment;
    this.columns = columns;
  }

  /**
   * Runs the tests of some suites, each row alone.
   *
   * @return exit code 7 if a row is not judged as it should be
   */
  public Answer test(List<Declared<QualitySuiteDefinition>> suites) {
    List<Map<String, Object>> results = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Declared<QualitySuiteDefinition> suite : suites) {
      QualitySuiteDefinition definition = suite.definition();
      List<TestFailure> failures =
          definition.tests().isEmpty()
              ? List.of()
              : SuiteTests.run(spark, definition, columns.apply(definition), moment);
      failures.forEach(failure -> problems.add(problem(suite, failure)));
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("suite", definition.metadata().name());
      result.put("tests", rows(definition));
      result.put("failed", failures.size());
      results.add(result);
    }
    boolean failed = results.stream().anyMatch(each -> !Objects.equals(each.get("failed"), 0));
    return new Answer(
        VERB,
        null,
        failed ? Status.GATE_FAILED : Status.OK,
        failed ? GATE_FAILED : 0,
        results,
        problems);
  }

  private static int rows(QualitySuiteDefinition suite) {
    return suite.tests().stream().mapToInt(test -> test.pass().size() + test.fail().size()).sum();
  }

  private static Problem problem(Declared<QualitySuiteDefinition> suite, TestFailure failure) {
    String list = failure.shouldPass() ? "pass" : "fail";
    return suite.error(
        "spec.tests[%d].%s[%d]".formatted(failure.test(), list, failure.index()),
        "RULE_TEST_FAILED",
        "row %d that rule %s should %s: %s"
            .formatted(failure.index() + 1, failure.rule(), list, failure.why()),
        "correct the rule or the row");
  }
}
