package io.tidemark.quality.store;

import io.tidemark.lineage.Run;
import io.tidemark.quality.definition.Check.SchemaIs;
import io.tidemark.quality.definition.Rule;
import io.tidemark.quality.engine.RuleOutcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Writes down what suites found. */
public final class Recording {

  private Recording() {}

  /**
   * Writes the results of suites over one object, passing rules too, and then one row each in
   * {@code quality.run}: readers join on it, so that a run which died in between counts for
   * nothing.
   *
   * @throws io.tidemark.lineage.definition.Refusal if the tables are missing or cannot be written
   */
  public static void record(Run run, RunRecord record, List<JudgedSuite> suites) {
    List<Row> results = new ArrayList<>();
    for (JudgedSuite suite : suites) {
      for (RuleOutcome outcome : suite.outcome().outcomes()) {
        results.add(result(run, record, suite, outcome));
      }
    }
    Appends.append(run, QualityTables.RESULT, results);
    Instant ended = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Appends.append(
        run,
        QualityTables.RUN,
        suites.stream().map(suite -> row(run, record, suite, ended)).toList());
  }

  private static Row row(Run run, RunRecord record, JudgedSuite suite, Instant ended) {
    return RowFactory.create(
        run.id(),
        name(suite),
        suite.suiteHash(),
        record.object(),
        record.version(),
        record.fingerprint(),
        record.logicalDate(),
        record.windowStart(),
        record.windowEnd(),
        suite.outcome().engine(),
        suite.verdict().word(),
        record.startedAt(),
        ended,
        record.rowsScanned(),
        record.bytesScanned(),
        suite.outcome().outcomes().stream().mapToLong(RuleOutcome::cpuMs).sum(),
        suite.outcome().suite().metadata().team(),
        run.now());
  }

  private static Row result(Run run, RunRecord record, JudgedSuite suite, RuleOutcome outcome) {
    Rule rule = outcome.rule();
    return RowFactory.create(
        run.id(),
        name(suite),
        record.object(),
        record.logicalDate(),
        rule.id(),
        rule.hash(),
        rule.check().type(),
        rule.severity().name().toLowerCase(Locale.ROOT),
        columns(rule),
        outcome.segmentKey(),
        outcome.segmentValue(),
        outcome.metricName(),
        outcome.metricValue(),
        outcome.metricUnit(),
        outcome.lowerBound(),
        outcome.upperBound(),
        outcome.boundSource(),
        outcome.rowsEvaluated(),
        outcome.rowsFailed(),
        outcome.failRatio(),
        outcome.outcome().word(),
        outcome.message(),
        outcome.errorClass(),
        samples(record, outcome).toArray(String[]::new),
        outcome.cpuMs(),
        run.now());
  }

  private static String name(JudgedSuite suite) {
    return suite.outcome().suite().metadata().name();
  }

  private static @Nullable String columns(Rule rule) {
    return rule.check().columns().isEmpty() ? null : String.join(",", rule.check().columns());
  }

  /** A schema rule has no failed rows; it keeps the columns that its next run compares with. */
  private static List<String> samples(RunRecord record, RuleOutcome outcome) {
    return outcome.rule().check() instanceof SchemaIs && record.columns() != null
        ? SchemaLines.write(record.columns())
        : outcome.samples();
  }
}
