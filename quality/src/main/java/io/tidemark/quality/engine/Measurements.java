package io.tidemark.quality.engine;

import io.tidemark.quality.definition.Check.Expected;
import io.tidemark.quality.definition.Check.SchemaIs;
import io.tidemark.quality.definition.Check.SqlMetric;
import io.tidemark.quality.engine.History.RuleId;
import io.tidemark.quality.engine.Measurement.Failed;
import io.tidemark.quality.engine.Measurement.Measured;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** What the rules of one subject measure: what the shared scan found, and what is left to do. */
final class Measurements {
  private final Subject subject;
  private final Dataset<Row> rows;
  private final Moment moment;
  private final History history;
  private final AnsiSession session;
  private final SqlMetricQuery queries;
  private final Map<PlannedRule, Measurement> scanned;
  private final PassCpu cpu;

  Measurements(
      Subject subject,
      Dataset<Row> rows,
      Moment moment,
      History history,
      Lookups lookups,
      AnsiSession session,
      Map<PlannedRule, Measurement> scanned,
      PassCpu cpu) {
    this.subject = subject;
    this.rows = rows;
    this.moment = moment;
    this.history = history;
    this.session = session;
    this.queries = new SqlMetricQuery(session, new SuiteSql(moment), lookups);
    this.scanned = scanned;
    this.cpu = cpu;
  }

  Measurement of(PlannedRule rule) {
    if (rule.work() instanceof Work.Broken broken) {
      return broken.why();
    } else if (rule.work() instanceof Work.Grouped grouped) {
      return session.inside(() -> GroupedPass.run(rows, rule, grouped, cpu));
    }
    Measurement scan = scanned.get(rule);
    if (scan == null) {
      throw new IllegalStateException("the scan left out " + rule.key());
    }
    if (!(scan instanceof Measured measured)) {
      return scan;
    } else if (rule.rule().check() instanceof SqlMetric metric) {
      return query(rule, metric, measured.whole());
    } else if (rule.rule().check() instanceof SchemaIs schema) {
      return schema(rule, schema, measured.whole());
    }
    return scan;
  }

  private Measurement query(PlannedRule rule, SqlMetric metric, Tally whole) {
    try {
      Double value =
          cpu.pass(
              List.of(rule),
              () ->
                  session.inside(
                      () ->
                          queries.value(
                              metric.sql(), rows.where(rule.scope()).drop(Subject.CARRIED))));
      return new Measured(whole.withValue(value));
    } catch (Exception e) {
      // Scala throws checked exceptions without saying so.
      return Failed.of(e);
    }
  }

  private Measurement schema(PlannedRule rule, SchemaIs schema, Tally whole) {
    Optional<List<Expected>> expected =
        schema.expected().isEmpty()
            ? history.schema(
                new RuleId(subject.object(), rule.suite(), rule.rule().id()), moment.logicalDate())
            : Optional.of(schema.expected());
    if (expected.isEmpty()) {
      return new Measured(whole);
    }
    try {
      List<String> found =
          SchemaComparison.differences(schema, expected.get(), rows.drop(Subject.CARRIED).schema());
      return new Measured(
          whole.withValue((double) found.size()), List.of(), List.of(), note(found));
    } catch (UnfitRuleException e) {
      return Failed.of(e);
    }
  }

  private static @Nullable String note(List<String> differences) {
    return differences.isEmpty() ? null : String.join("; ", differences);
  }
}
