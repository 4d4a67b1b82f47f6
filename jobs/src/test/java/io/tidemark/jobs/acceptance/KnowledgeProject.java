package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * A project of views with one DOUBLE feature v over a Parquet file each, which the tests rewrite
 * between runs.
 */
final class KnowledgeProject {

  private final ProjectFolder project;
  private final StringBuilder views =
      new StringBuilder(
          """
          kind: Entity
          metadata: {name: account}
          spec: {keys: [{name: k, type: BIGINT}]}
          """);

  KnowledgeProject(SparkSession spark, Path folder) {
    project = new ProjectFolder(spark, folder).project();
  }

  ProjectFolder project() {
    return project;
  }

  /** Declares a source and the view of the same name. */
  void add(String name, String source, String lookback, String ties) {
    views.append(
        """
        ---
        kind: Source
        metadata: {name: %1$s_rows}
        spec: {format: parquet, path: data/%1$s.parquet, eventTimestamp: event_ts%2$s}
        ---
        kind: FeatureView
        metadata: {name: %1$s, version: 1}
        spec:
          entity: account
          source: %1$s_rows
        %4$s  features: [{name: v, type: DOUBLE}]
          materialize: {lookback: %3$s, buckets: 1}
        """
            .formatted(name, source, lookback, ties));
  }

  void apply(String sets) {
    project.yaml("views.yaml", views.toString());
    if (!sets.isEmpty()) {
      project.yaml("sets.yaml", sets);
    }
    project.verb("apply --now 2026-03-01T00:00:00Z").written();
  }

  /** Rows (k, event_ts, v) of a source that does not say when they were known; e is 1. */
  void rows(String name, String values) {
    write(name, "k::BIGINT AS k, event_ts, v::DOUBLE AS v, 1 AS e", "k, event_ts, v", values);
  }

  /** Rows (k, event_ts, known_at, v); e is 1. */
  void known(String name, String values) {
    write(
        name,
        "k::BIGINT AS k, event_ts, known_at, v::DOUBLE AS v, 1 AS e",
        "k, event_ts, known_at, v",
        values);
  }

  private void write(String name, String columns, String given, String values) {
    project.parquet(
        "data/" + name + ".parquet",
        PointInTimeFixture.times(
            "SELECT %s FROM (VALUES %s) t(%s)".formatted(columns, values, given)));
  }

  Ran materialize(String view, String words) {
    return project.verb("materialize " + view + "@1 " + words).ok();
  }

  static void added(Ran ran, int read, int added, int duplicate) {
    JsonNode result = ran.onlyResult();
    assertThat(
            List.of(
                result.get("rowsRead").asInt(),
                result.get("rowsAdded").asInt(),
                result.get("rowsDuplicate").asInt()))
        .as(ran.toString())
        .containsExactly(read, added, duplicate);
    assertThat(result.get("status").asText()).isEqualTo(added == 0 ? "unchanged" : "written");
    assertThat(ran.status()).isEqualTo(added == 0 ? "unchanged" : "ok");
  }

  /**
   * Key, event time, known-at and value of the stored rows, days only where the time is midnight.
   */
  List<String> stored(String view) {
    return project
        .lines(
            "SELECT k, event_ts, known_at, v FROM features."
                + view
                + "_v1 ORDER BY k, event_ts, known_at, v")
        .stream()
        .map(line -> line.replaceAll("2026-(\\d\\d-\\d\\d)T00:00:00.000000Z", "$1"))
        .toList();
  }
}
