package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Sources of type scd2 and snapshot: what their rows mean, and what refuses. */
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValidityTest {

  private static final String TIERS =
      """
      1,2026-03-01,2026-03-05,,gold
      1,2026-03-05,,,silver
      2,2026-03-01,2026-03-04,,gold
      2,2026-03-06,2026-03-08,,iron
      3,2026-03-02,,,gold
      """;

  @TempDir static Path folder;
  private ProjectFolder project;

  @BeforeAll
  void applyOnce(SparkSession spark) {
    project = new ProjectFolder(spark, folder).project();
    String scd2 = "type: scd2, validFrom: %s, validTo: %s".formatted(day("from"), day("to"));
    StringBuilder yaml =
        new StringBuilder(
            """
            kind: Entity
            metadata: {name: account}
            spec: {keys: [{name: k, type: BIGINT}]}
            """);
    for (String name : List.of("whole", "daily", "changing", "bad")) {
      yaml.append(definition(name, scd2, "PT0S"));
      rows(name, TIERS);
    }
    yaml.append(definition("widened", scd2, "P3D"));
    rows("widened", TIERS);
    yaml.append(definition("known", scd2 + ", knownAt: " + day("seen"), "PT0S"));
    rows("known", "1,2026-03-01,2026-03-05,2026-03-02,gold\n,2026-03-01,2026-03-02,2026-03-02,x\n");
    yaml.append(definition("state", "type: snapshot, eventTimestamp: " + day("from"), "PT0S"));
    rows("state", "1,2026-03-01,,,gold\n2,2026-03-01,,,iron\n1,2026-03-02,,,\n");
    project.yaml("views.yaml", yaml.toString());
    project.yaml(
        "sets.yaml",
        """
        kind: Source
        metadata: {name: asked}
        spec:
          format: csv
          path: data/asked.csv
          schema: [{name: k, type: BIGINT}, {name: ts, type: STRING}]
        ---
        kind: FeatureService
        metadata: {name: both, version: 1}
        spec:
          features:
            - {view: whole@1, select: [tier]}
            - {view: state@1, select: [tier], prefix: state_}
        ---
        kind: TrainingSet
        metadata: {name: looked_up}
        spec:
          spine: {source: asked, timestamp: {column: ts, format: iso8601}, columns: ["*"]}
          service: both@1
        """);
    project.verb("apply --now 2026-03-01T00:00:00Z").written();
  }

  private static String day(String column) {
    return "{column: " + column + ", format: iso8601}";
  }

  private static String definition(String name, String times, String lookback) {
    return """
    ---
    kind: Source
    metadata: {name: %1$s_rows}
    spec:
      {format: csv, path: data/%1$s.csv, %2$s, schema: [{name: k, type: BIGINT}, {name: from, type: STRING},
       {name: to, type: STRING}, {name: seen, type: STRING}, {name: tier, type: STRING}]}
    ---
    kind: FeatureView
    metadata: {name: %1$s, version: 1}
    spec:
      entity: account
      source: %1$s_rows
      features: [{name: tier, type: STRING}]
      materialize: {lookback: %3$s, buckets: 2}
    """
        .formatted(name, times, lookback);
  }

  private void rows(String name, String rows) {
    project.text("data/" + name + ".csv", "k,from,to,seen,tier\n" + rows);
  }

  private Ran materialize(String view, String words) {
    return project.verb("materialize " + view + "@1 " + words).ok();
  }

  /** Key, event time, known-at, deletion and value of what is stored, in this order. */
  private List<String> stored(String view) {
    String columns = "k, event_ts, known_at, _deleted, tier";
    return project
        .lines("SELECT %1$s FROM features.%2$s_v1 ORDER BY %1$s".formatted(columns, view))
        .stream()
        .map(line -> line.replaceAll("2026-(\\d\\d-\\d\\d)T00:00:00.000000Z", "$1"))
        .toList();
  }

  @Test
  void t32TheBoundaryBelongsToTheLaterRowAndAGapGivesNull() {
    String now = "--now 2026-03-10T00:00:00Z";
    KnowledgeProject.added(materialize("whole", now), 7, 7, 0);
    KnowledgeProject.added(materialize("whole", now), 7, 0, 7);
    KnowledgeProject.added(materialize("state", now), 3, 3, 0);
    project.text(
        "data/asked.csv",
        """
        k,ts
        1,2026-02-28T23:59:59.999999Z
        1,2026-03-04T23:59:59.999999Z
        1,2026-03-05
        2,2026-03-03T23:59:59.999999Z
        2,2026-03-04
        2,2026-03-05
        2,2026-03-06
        2,2026-03-08
        3,2027-01-01
        """);
    project.verb("training-set create looked_up " + now).written();
    assertThat(
            project.lines(
                "SELECT k, ts, tier, state_tier, whole__event_ts IS NULL FROM training.looked_up_v1"
                    + " ORDER BY k, ts"))
        .containsExactly(
            "1|2026-02-28T23:59:59.999999Z|~|~|true",
            "1|2026-03-04T23:59:59.999999Z|gold|~|false",
            "1|2026-03-05|silver|~|false",
            "2|2026-03-03T23:59:59.999999Z|gold|iron|false",
            "2|2026-03-04|~|iron|true",
            "2|2026-03-05|~|iron|true",
            "2|2026-03-06|iron|iron|false",
            "2|2026-03-08|~|iron|true",
            "3|2027-01-01|gold|~|false");
  }

  @Test
  void anEndIsOfTheWindowOfItsOwnDayAndItsNeighboursAreOfTheWholeSource() {
    String now = " --now 2026-03-20T00:00:00Z";
    KnowledgeProject.added(materialize("daily", "--date 2026-03-04" + now), 1, 1, 0);
    assertThat(stored("daily")).containsExactly("2|03-04|03-04|true|~");
    KnowledgeProject.added(materialize("daily", "--date 2026-03-05" + now), 1, 1, 0);
    assertThat(stored("daily"))
        .containsExactly("1|03-05|03-05|false|silver", "2|03-04|03-04|true|~");
    KnowledgeProject.added(materialize("daily", "--date 2026-03-01" + now), 2, 2, 0);
    KnowledgeProject.added(
        materialize("daily", "--from 2026-03-01 --to 2026-03-20" + now), 7, 3, 4);
    KnowledgeProject.added(materialize("daily", now), 7, 0, 7);
  }

  @Test
  void lookbackWidensTheWindowOfEndsAsThatOfRows() {
    String now = " --now 2026-03-20T00:00:00Z";
    KnowledgeProject.added(materialize("widened", "--date 2026-03-07" + now), 3, 3, 0);
    assertThat(stored("widened"))
        .containsExactly(
            "1|03-05|03-05|false|silver", "2|03-04|03-04|true|~", "2|03-06|03-06|false|iron");
  }

  @Test
  void aRowThatEndsLaterAddsItsEndAndOneThatTakesItsPlaceCorrectsIt() {
    rows("changing", "1,2026-03-01,,,gold\n");
    KnowledgeProject.added(materialize("changing", "--now 2026-03-02T00:00:00Z"), 1, 1, 0);
    rows("changing", "1,2026-03-01,2026-03-03,,gold\n");
    KnowledgeProject.added(materialize("changing", "--now 2026-03-04T00:00:00Z"), 2, 1, 1);
    rows("changing", "1,2026-03-01,2026-03-03,,gold\n1,2026-03-03,,,silver\n");
    KnowledgeProject.added(materialize("changing", "--now 2026-03-05T00:00:00Z"), 2, 1, 1);
    KnowledgeProject.added(materialize("changing", "--now 2026-03-06T00:00:00Z"), 2, 0, 2);
    rows("changing", "1,2026-03-01,2026-03-02,,gold\n1,2026-03-03,,,silver\n");
    KnowledgeProject.added(materialize("changing", "--now 2026-03-07T00:00:00Z"), 3, 1, 2);
    assertThat(stored("changing"))
        .containsExactly(
            "1|03-01|03-01|false|gold",
            "1|03-02|03-07|true|~",
            "1|03-03|03-03|true|~",
            "1|03-03|03-05|false|silver");
  }

  @Test
  void withADeclaredKnownAtAnEndIsKnownWithItsRowAndOfItsWindow() {
    Ran ran = materialize("known", "--date 2026-03-02 --now 2026-03-20T00:00:00Z");
    JsonNode result = ran.onlyResult();
    assertThat(List.of(result.get("rowsRead").asInt(), result.get("rowsAdded").asInt()))
        .as(ran.toString())
        .containsExactly(4, 2);
    assertThat(result.get("rowsDropped").get("nullKey").asInt()).isEqualTo(2);
    assertThat(stored("known")).containsExactly("1|03-01|03-02|false|gold", "1|03-05|03-02|true|~");
  }

  @Test
  void t32OverlapsAreRefusedWithTheirNumberAndKeysWhereverTheWindowIs() {
    rows(
        "bad",
        """
        1,2026-03-01,2026-03-05,,gold
        1,2026-03-05,,,silver
        20,2026-03-01,2026-03-06,,into the next
        20,2026-03-05,,,silver
        21,2026-03-01,,,open before another
        21,2026-03-05,2026-03-06,,silver
        22,2026-03-01,2026-03-01,,of no length
        23,2026-03-01,2026-02-01,,backwards
        24,2026-03-01,2026-03-05,,one of two
        24,2026-03-01,2026-03-05,,values
        25,2026-03-01,2026-03-05,,two ends
        25,2026-03-01,2026-03-04,,two ends
        """);
    Map<String, String> before = project.everythingButRuns();
    Ran ran = project.verb("materialize bad@1 --date 2026-04-01 --now 2026-04-02T00:00:00Z");
    ran.refusedAbout("Source/bad_rows")
        .refusedSaying(
            "6 rows", "{\"k\":20}, {\"k\":21}, {\"k\":22}, {\"k\":23}, {\"k\":24}, {\"k\":25}")
        .refusedAt("views.yaml", project.line("views.yaml", "path: data/bad.csv"));
    assertThat(ran.problems().get(0).get("code").asText()).isEqualTo("OVERLAPPING_ROWS");
    assertThat(project.everythingButRuns()).isEqualTo(before);
  }

  @Test
  void equalRowsAndRowsWithoutAKeyOverlapNothing() {
    rows(
        "bad",
        """
        1,2026-03-01,2026-03-05,,gold
        1,2026-03-01,2026-03-05,,gold
        1,2026-03-05,,,gold
        ,2026-03-01,2026-03-06,,gold
        ,2026-03-05,,,gold
        1,,2026-03-02,,gold
        """);
    Ran ran = materialize("bad", "--now 2026-03-10T00:00:00Z");
    assertThat(ran.onlyResult().get("rowsRead").asInt()).as(ran.toString()).isEqualTo(7);
    assertThat(stored("bad"))
        .containsExactly("1|03-01|03-01|false|gold", "1|03-05|03-05|false|gold");
  }

  @Test
  void anEndThatIsNoTimeIsRefused() {
    rows("bad", "1,2026-03-01,soon,,gold\n2,2026-03-01,later,,gold\n");
    project
        .verb("materialize bad@1 --now 2026-03-10T00:00:00Z")
        .refusedAbout("Source/bad_rows")
        .refusedSaying("2 values", "`to`");
  }
}
