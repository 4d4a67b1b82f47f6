package io.tidemark.quality.engine;

import io.tidemark.lineage.definition.Metadata;
import io.tidemark.quality.definition.Check;
import io.tidemark.quality.definition.DataRef;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.definition.Rule;
import io.tidemark.quality.definition.Rule.NoData;
import io.tidemark.quality.definition.Rule.Severity;
import io.tidemark.quality.definition.Rule.Special;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Suites and rules for tests, with the defaults of a file. */
final class Suites {

  static final Moment MOMENT =
      new Moment(LocalDate.parse("2026-06-30"), Instant.parse("2026-07-01T06:00:00Z"));
  static final Lookups NOTHING =
      data -> {
        throw new IllegalStateException("there is no " + data.object());
      };

  private Suites() {}

  static QualitySuiteDefinition suite(String name, @Nullable String filter, Rule... rules) {
    Metadata metadata = new Metadata(name, 0, "me", "us", "tests", "", new TreeMap<>());
    return new QualitySuiteDefinition(
        metadata, new DataRef.OfSource("s"), filter, 0.05, List.of(rules), List.of());
  }

  static Rules rule(String id, Check check) {
    return new Rules(
        id,
        Severity.ERROR,
        null,
        List.of(),
        Special.FAIL,
        Special.FAIL,
        NoData.NO_DATA,
        0,
        0,
        false,
        check);
  }

  static List<RuleOutcome> judge(SparkSession spark, Dataset<Row> rows, Rule... rules) {
    return judge(spark, rows, NOTHING, rules);
  }

  static List<RuleOutcome> judge(
      SparkSession spark, Dataset<Row> rows, Lookups lookups, Rule... rules) {
    return new Judge(spark, MOMENT, History.EMPTY, lookups)
        .judge(new Subject("source:s", null, rows), List.of(suite("a", null, rules)))
        .get(0)
        .outcomes();
  }

  static RuleOutcome only(SparkSession spark, Dataset<Row> rows, Rules rule) {
    return judge(spark, rows, rule.build()).get(0);
  }

  /** A rule in the making. */
  record Rules(
      String id,
      Severity severity,
      @Nullable String where,
      List<String> segmentBy,
      Special onNull,
      Special onNaN,
      NoData onNoData,
      long minRows,
      double tolerance,
      boolean quarantine,
      Check check) {

    Rule build() {
      return new Rule(
          id,
          severity,
          where,
          segmentBy,
          onNull,
          onNaN,
          onNoData,
          minRows,
          tolerance,
          quarantine,
          "",
          check,
          "hash of " + id);
    }

    Rules severity(Severity other) {
      return new Rules(
          id,
          other,
          where,
          segmentBy,
          onNull,
          onNaN,
          onNoData,
          minRows,
          tolerance,
          quarantine,
          check);
    }

    Rules where(@Nullable String other) {
      return new Rules(
          id,
          severity,
          other,
          segmentBy,
          onNull,
          onNaN,
          onNoData,
          minRows,
          tolerance,
          quarantine,
          check);
    }

    Rules by(String... other) {
      return new Rules(
          id,
          severity,
          where,
          List.of(other),
          onNull,
          onNaN,
          onNoData,
          minRows,
          tolerance,
          quarantine,
          check);
    }

    Rules onNull(Special other) {
      return new Rules(
          id,
          severity,
          where,
          segmentBy,
          other,
          onNaN,
          onNoData,
          minRows,
          tolerance,
          quarantine,
          check);
    }

    Rules onNaN(Special other) {
      return new Rules(
          id,
          severity,
          where,
          segmentBy,
          onNull,
          other,
          onNoData,
          minRows,
          tolerance,
          quarantine,
          check);
    }

    Rules onNoData(NoData other) {
      return new Rules(
          id,
          severity,
          where,
          segmentBy,
          onNull,
          onNaN,
          other,
          minRows,
          tolerance,
          quarantine,
          check);
    }

    Rules minRows(long other) {
      return new Rules(
          id,
          severity,
          where,
          segmentBy,
          onNull,
          onNaN,
          onNoData,
          other,
          tolerance,
          quarantine,
          check);
    }

    Rules tolerance(double other) {
      return new Rules(
          id,
          severity,
          where,
          segmentBy,
          onNull,
          onNaN,
          onNoData,
          minRows,
          other,
          quarantine,
          check);
    }

    Rules quarantined() {
      return new Rules(
          id, severity, where, segmentBy, onNull, onNaN, onNoData, minRows, tolerance, true, check);
    }
  }
}
