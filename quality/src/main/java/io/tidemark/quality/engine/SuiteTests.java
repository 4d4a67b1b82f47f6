package io.tidemark.quality.engine;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;

import io.tidemark.lineage.definition.ValueJson;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.definition.Rule;
import io.tidemark.quality.definition.RuleTest;
import io.tidemark.quality.engine.Measurement.Failed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Runs the tests that a suite brings along. */
public final class SuiteTests {
  private final AnsiSession session;
  private final Dataset<Row> one;
  private final StructType schema;
  private final SuiteSql sql;

  private SuiteTests(AnsiSession session, Dataset<Row> one, StructType schema, SuiteSql sql) {
    this.session = session;
    this.one = one;
    this.schema = schema;
    this.sql = sql;
  }

  /**
   * Judges each row alone by its rule and the rule's {@code where}; the suite's filter takes no
   * part.
   *
   * @param schema of the suite's dataset; columns that a row leaves out are NULL
   * @return the rows judged otherwise than written; empty if all are as expected
   */
  public static List<TestFailure> run(
      SparkSession spark, QualitySuiteDefinition suite, StructType schema, Moment moment) {
    AnsiSession session = new AnsiSession(spark);
    Dataset<Row> one = session.adopt(spark.range(1).toDF());
    SuiteTests tests = new SuiteTests(session, one, schema, new SuiteSql(moment));
    List<TestFailure> failures = new ArrayList<>();
    for (int i = 0; i < suite.tests().size(); i++) {
      RuleTest test = suite.tests().get(i);
      Rule rule =
          suite.rules().stream()
              .filter(each -> each.id().equals(test.rule()))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("no rule " + test.rule()));
      tests.run(rule, i, test.pass(), true, failures);
      tests.run(rule, i, test.fail(), false, failures);
    }
    return failures;
  }

  private void run(
      Rule rule,
      int test,
      List<SortedMap<String, Object>> rows,
      boolean shouldPass,
      List<TestFailure> failures) {
    for (int i = 0; i < rows.size(); i++) {
      SortedMap<String, Object> row = rows.get(i);
      Optional<String> wrong = session.inside(() -> wrong(rule, row, shouldPass));
      if (wrong.isPresent()) {
        failures.add(new TestFailure(rule.id(), test, i, shouldPass, wrong.get()));
      }
    }
  }

  private Optional<String> wrong(Rule rule, Map<String, Object> values, boolean shouldPass) {
    Boolean verdict;
    try {
      verdict = verdict(rule, values);
    } catch (Exception e) {
      // Scala throws checked exceptions without saying so.
      return Optional.of("it cannot be judged: " + Failed.of(e).message());
    }
    if (shouldPass) {
      return Boolean.FALSE.equals(verdict) ? Optional.of("the rule fails it") : Optional.empty();
    } else if (verdict == null) {
      return Optional.of("the rule leaves it out");
    }
    return verdict ? Optional.of("the rule passes it") : Optional.empty();
  }

  /** TRUE for good, FALSE for failed, null for a row that is not evaluated. */
  private @Nullable Boolean verdict(Rule rule, Map<String, Object> values) {
    Dataset<Row> row = row(values);
    String where = rule.where();
    Column scope =
        where == null ? lit(true) : coalesce(sql.predicate("where", where, row), lit(false));
    Work.Rowwise work = new RowChecks(row, sql).compile(rule, scope);
    Row found = row.select(work.verdict()).head();
    return found.isNullAt(0) ? null : found.getBoolean(0);
  }

  private Dataset<Row> row(Map<String, Object> values) {
    values.keySet().forEach(name -> RowChecks.type(schema, name));
    List<Column> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      columns.add(value(values.get(field.name()), field.dataType()).as(field.name()));
    }
    return one.select(KeyedRows.array(columns));
  }

  private static Column value(@Nullable Object value, DataType type) {
    if (value == null) {
      return lit(null).cast(type);
    }
    boolean nested =
        type instanceof StructType || type instanceof ArrayType || type instanceof MapType;
    if (nested) {
      return from_json(lit(ValueJson.compact(value)), type);
    }
    String text =
        value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
    return lit(text).cast(type);
  }
}
