package io.tidemark.featurestore.materialize;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.featurestore.testing.Projects;
import io.tidemark.lineage.definition.Answer;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Values that equal themselves though Spark, or their text, might have it otherwise. */
@ExtendWith(SparkExtension.class)
class StoredValuesTest {
  private static final String ROWS =
      """
      SELECT k, timestamp'2024-03-01' AS ts, timestamp'2024-03-01' AS kn, d, m, a FROM VALUES
        (1L, DOUBLE('NaN'), %s, array(named_struct('x', DOUBLE('NaN')))),
        (2L, %s, NULL, array(named_struct('x', 0D), named_struct('x', NULL))),
        (3L, NULL, map('a', NULL), NULL) AS t(k, d, m, a)\
      """;
  private static final String VIEW =
      """
      ---
      kind: Source
      metadata: {name: %1$s_rows}
      spec: {format: parquet, path: data/rows, eventTimestamp: ts%2$s}
      ---
      kind: FeatureView
      metadata: {name: %1$s, version: 1}
      spec:
        entity: thing
        source: %1$s_rows
        features:
          - {name: d, type: DOUBLE}
          - {name: m, type: "MAP<STRING, DOUBLE>"}
          - {name: a, type: "ARRAY<STRUCT<x: DOUBLE>>"}
        materialize: {buckets: 1}
      """;

  @Test
  void nanZeroMapsAndNestedValuesEqualThemselvesHoweverTheyAreWritten(
      SparkSession session, @TempDir Path folder) {
    Projects project = new Projects(session.newSession(), folder);
    project.yaml(
        "views.yaml",
        "kind: Entity\nmetadata: {name: thing}\nspec: {keys: [{name: k, type: BIGINT}]}\n"
            + VIEW.formatted("first_seen", "")
            + VIEW.formatted("declared", ", knownAt: kn"));
    project.parquet("data/rows", ROWS.formatted("map('a', 1D, 'b', DOUBLE('NaN'))", "-0D"));
    assertThat(project.apply().exitCode()).isZero();
    assertThat(added(project, 5)).containsExactly(3L, 3L);

    project.parquet("data/rows", ROWS.formatted("map('b', DOUBLE('NaN'), 'a', 1D)", "0D"));
    assertThat(added(project, 6)).containsExactly(0L, 0L);
    for (String view : List.of("first_seen", "declared")) {
      Row zero = project.table("features." + view + "_v1").where("k = 2").select("d").head();
      assertThat(zero.getDouble(0)).as("the source's zero").isEqualTo(-0.0);
    }

    project.parquet("data/rows", ROWS.formatted("map('b', 2D, 'a', 1D)", "0D"));
    Answer answer = project.materialize(Instant.parse("2024-03-07T00:00:00Z"), null, null);
    assertThat(answer.results().stream().map(r -> r.get("status")))
        .as("a tie where the known-at is declared, a correction where it is not")
        .containsExactly("refused", "written");
  }

  /** What each view added, by name. */
  private static List<Object> added(Projects project, int day) {
    Instant now = Instant.parse("2024-03-0%dT00:00:00Z".formatted(day));
    return project.materialize(now, null, null).results().stream()
        .map((Map<String, Object> result) -> result.get("rowsAdded"))
        .toList();
  }
}
