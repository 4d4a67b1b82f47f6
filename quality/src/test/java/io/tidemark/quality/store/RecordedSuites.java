package io.tidemark.quality.store;

import io.tidemark.lineage.Run;
import io.tidemark.lineage.RunHeader;
import io.tidemark.lineage.Warehouse;
import io.tidemark.lineage.definition.LoadOptions;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Project;
import io.tidemark.quality.definition.Check;
import io.tidemark.quality.definition.DataRef;
import io.tidemark.quality.definition.QualitySuiteDefinition;
import io.tidemark.quality.definition.Rule;
import io.tidemark.quality.engine.Outcome;
import io.tidemark.quality.engine.RuleOutcome;
import io.tidemark.quality.engine.SuiteOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A warehouse with the quality tables, and suites of one rule to write there. */
final class RecordedSuites {
  static final String OBJECT = "source:cards";
  static final Instant NOW = Instant.parse("2026-06-30T00:00:00Z");

  private final Warehouse warehouse;

  RecordedSuites(SparkSession spark, Path root) {
    try {
      Files.writeString(
          root.resolve("project.yaml"),
          """
          apiVersion: tidemark/v1
          kind: Project
          metadata: {name: bank}
          spec: {warehouse: ./warehouse, defaults: {owner: o, team: t, useCase: u}}
          """);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    warehouse =
        Warehouse.initialise(
            spark, Project.load(new LoadOptions(root, true, null, new TreeMap<>())));
    try (Run run = begin()) {
      QualityTables.make(run);
      run.complete(0);
    }
  }

  Run begin() {
    return warehouse.begin(
        new RunHeader("quality run", new TreeMap<>(), NOW, "", "local", "t", "u"));
  }

  /** Records a suite of one rule, in a run of its own. */
  void record(String suite, RuleOutcome outcome, LocalDate date) {
    try (Run run = begin()) {
      Recording.record(run, about(date, null), List.of(judged(suite, outcome)));
      run.complete(0);
    }
  }

  static JudgedSuite judged(String suite, RuleOutcome outcome) {
    return JudgedSuite.of(
        new SuiteOutcome(suite(suite, outcome.rule()), List.of(outcome), "native"), "hash");
  }

  static RunRecord about(LocalDate date, @Nullable StructType columns) {
    return new RunRecord(OBJECT, null, "f1", date, null, null, Instant.now(), 10L, 100L, columns);
  }

  static RuleOutcome outcome(Rule rule, Outcome outcome, @Nullable Double value) {
    return outcome(rule, null, outcome, value);
  }

  static RuleOutcome outcome(
      Rule rule, @Nullable String segment, Outcome outcome, @Nullable Double value) {
    return new RuleOutcome(
        rule,
        segment == null ? null : "country",
        segment,
        "row_count",
        value,
        "rows",
        null,
        null,
        null,
        10L,
        null,
        outcome,
        null,
        outcome == Outcome.ERROR ? "X" : null,
        List.of(),
        7);
  }

  static Rule rule(String id, Check check) {
    return new Rule(
        id,
        Rule.Severity.ERROR,
        null,
        List.of(),
        Rule.Special.FAIL,
        Rule.Special.FAIL,
        Rule.NoData.NO_DATA,
        0,
        0,
        false,
        "",
        check,
        "rule-hash");
  }

  private static QualitySuiteDefinition suite(String name, Rule rule) {
    return new QualitySuiteDefinition(
        new Metadata(name, 0, "o", "risk-ml", "u", "", new TreeMap<>()),
        new DataRef.OfSource("cards"),
        null,
        0.05,
        List.of(rule),
        List.of());
  }
}
