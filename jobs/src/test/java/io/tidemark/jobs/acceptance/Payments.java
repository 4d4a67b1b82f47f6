package io.tidemark.jobs.acceptance;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * A project of one source of payments, which tests rewrite between runs, and of views over it under
 * a suite: amounts from 0 to 100.
 */
final class Payments {
  static final String APPLY = "apply --now 2026-03-01T00:00:00Z";

  private final ProjectFolder project;
  private final boolean known;

  /**
   * @param known whether the source says when its rows were known
   */
  Payments(SparkSession spark, Path folder, boolean known) {
    this.project = new ProjectFolder(spark, folder).project();
    this.known = known;
    project.yaml(
        "payments.yaml",
        """
        kind: Entity
        metadata: {name: account}
        spec: {keys: [{name: k, type: BIGINT}]}
        ---
        kind: Source
        metadata: {name: payments}
        spec: {format: parquet, path: data/payments.parquet, eventTimestamp: event_ts, id: [txn]%s}
        """
            .formatted(known ? ", knownAt: known_at" : ""));
  }

  ProjectFolder project() {
    return project;
  }

  /** A view of amounts under the suite of its name, about the source or about the view. */
  Payments view(String name, String onFailure, boolean ofSource, String suite, String rules) {
    project.yaml(
        name + ".yaml",
        """
        kind: FeatureView
        metadata: {name: %1$s, version: 1}
        spec:
          entity: account
          source: payments
          features: [{name: amount, type: DOUBLE}]
          quality: {suite: %1$s_suite, onFailure: %2$s}
          materialize: {buckets: 1}
        ---
        kind: QualitySuite
        metadata: {name: %1$s_suite}
        spec:
          dataset: {%3$s}
        %4$s  rules:
        %5$s
        """
            .formatted(
                name,
                onFailure,
                ofSource ? "source: payments" : "view: " + name + "@1",
                suite.isEmpty() ? "" : "  " + suite + "\n",
                rules.indent(4).stripTrailing()));
    return this;
  }

  /** Rows (k, event_ts, txn, amount), or (k, event_ts, txn, amount, known_at). */
  Payments rows(String values) {
    project.parquet(
        "data/payments.parquet",
        PointInTimeFixture.times(
            ("SELECT k::BIGINT AS k, event_ts, txn, amount::DOUBLE AS amount, 'x' || txn AS note%s"
                    + " FROM (VALUES %s) t(k, event_ts, txn, amount%s)")
                .formatted(known ? ", known_at" : "", values, known ? ", known_at" : "")));
    return this;
  }

  /** A table's rows as the query gives them, sorted. */
  List<String> amounts(String table) {
    return project.lines("SELECT amount FROM " + table + " ORDER BY amount");
  }
}
