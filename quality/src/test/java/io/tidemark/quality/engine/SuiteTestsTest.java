package io.tidemark.quality.engine;

import static io.tidemark.quality.engine.Suites.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import io.tidemark.quality.definition.Check.Matches;
import io.tidemark.quality.definition.Check.Range;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.definition.RuleTest;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tests that a suite brings along. */
@ExtendWith(SparkExtension.class)
class SuiteTestsTest {
  private static final StructType SCHEMA =
      StructType.fromDDL("amount DECIMAL(9,2), at TIMESTAMP, tags ARRAY<STRING>, code STRING");

  @Test
  void rowsThatAreJudgedAsWrittenAreNoFailures(SparkSession spark) {
    assertThat(
            run(
                spark,
                new RuleTest(
                    "amt",
                    List.of(row("amount", 10)),
                    List.of(row("amount", -1), row("code", "x"))),
                new RuleTest("code", List.of(row("code", "ab")), List.of(row("code", "abc")))))
        .isEmpty();
  }

  @Test
  void otherRowsAreNamedWithWhatIsWrong(SparkSession spark) {
    List<TestFailure> found =
        run(
            spark,
            new RuleTest(
                "amt",
                List.of(row("amount", "12.50"), row("amount", -1), row("amont", 3)),
                List.of(row("amount", 1), row("amount", "ten"))),
            new RuleTest("amt", List.of(), List.of(row("amount", 2))));
    assertThat(found)
        .extracting(f -> f.rule() + f.test() + f.index() + f.shouldPass())
        .containsExactly("amt01true", "amt02true", "amt00false", "amt01false", "amt10false");
    assertThat(found.get(1).why()).contains("amont");
  }

  private static List<TestFailure> run(SparkSession spark, RuleTest... tests) {
    QualitySuiteDefinition suite =
        Suites.suite(
            "a",
            "amount > 1000",
            rule("amt", new Range("amount", "0", null)).build(),
            rule("code", new Matches("code", "[a-z]{2}")).build());
    QualitySuiteDefinition tested =
        new QualitySuiteDefinition(
            suite.metadata(), suite.dataset(), suite.filter(), 0.05, suite.rules(), List.of(tests));
    return SuiteTests.run(spark, tested, SCHEMA, Suites.MOMENT);
  }

  private static SortedMap<String, Object> row(String column, Object value) {
    SortedMap<String, Object> row = new TreeMap<>();
    row.put(column, value);
    return row;
  }
}
