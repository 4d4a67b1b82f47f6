package io.tidemark.jobs.acceptance;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** Card payments, ten of them on each of three days, and suites that say different things. */
final class QualityProject {
  static final String NOW = " --now 2026-03-04T06:00:00Z";

  private QualityProject() {}

  static ProjectFolder applied(SparkSession spark, Path root) {
    ProjectFolder project = new ProjectFolder(spark, root).project();
    payments(project, 10);
    project.yaml(
        "sources.yaml",
        """
        kind: Source
        metadata: {name: payments}
        spec: {format: parquet, path: data/payments.parquet}
        ---
        kind: Source
        metadata: {name: lost}
        spec: {format: parquet, path: data/lost.parquet}
        """);
    project.verb("apply" + NOW).written();
    return project;
  }

  /** So many payments a day; the amount of each day's last one is negative. */
  static void payments(ProjectFolder project, int perDay) {
    project.parquet(
        "data/payments.parquet",
        "SELECT d * 100 + i AS id, CASE WHEN i = %d THEN -1.0 ELSE i::DOUBLE END AS amount,"
                .formatted(perDay - 1)
            + " DATE '2026-03-01' + d::INT AS day FROM range(3) a(d), range(%d) b(i)"
                .formatted(perDay));
  }

  /** A suite over the payments of the logical date. */
  static String suite(String name, String... rules) {
    return """
    kind: QualitySuite
    metadata: {name: %s}
    spec:
      dataset: {source: payments}
      filter: "day = :date"
      rules:
        - %s
    """
        .formatted(name, String.join("\n    - ", rules));
  }
}
