package io.tidemark.featurestore.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.lineage.audit.CanonicalJson;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Definition;
import io.tidemark.lineage.definition.Project;
import io.tidemark.lineage.definition.ProjectDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedDefinitionsTest {
  private static final String RICH =
      """
      apiVersion: tidemark/v1
      kind: Source
      metadata: {name: cards}
      spec:
        format: jdbc
        url: "jdbc:x://host/db"
        query: SELECT 1
        password: "${env:P}"
        options: {fetchSize: "10"}
        filter: "note <> '\\u007f \\U0001F600'"
        type: event
        eventTimestamp: {column: ts, format: "yyyy-MM-dd", zone: Europe/Berlin}
        knownAt: {column: seen, unit: ms}
        id: [a, b]
        deletedWhen: "op = 'D'"
      ---
      apiVersion: tidemark/v1
      kind: Entity
      metadata: {name: card}
      spec: {keys: [{name: no, type: "DECIMAL(10,0)", description: number}, {name: day, type: DATE}]}
      ---
      apiVersion: tidemark/v1
      kind: FeatureView
      metadata: {name: cards, version: 2, tags: {tier: "1"}}
      spec:
        entity: card
        source: cards
        keys: {no: number}
        equalTimestamps: exclude
        tieBreaker: [b]
        features: [{name: last, type: "MAP<STRING,ARRAY<INT>>", column: m, sensitivity: pii}]
        aggregations:
          - {name: top, fn: top_k, column: shop, window: P30D, n: 3}
          - {name: sum, fn: sum, column: x, window: PT1H, where: "x > 0", empty: 0, includeCurrent: true}
        quality: {suite: whole_cards, onFailure: quarantine}
        materialize: {lookback: P2D, buckets: 4}
        lifecycle: {state: deprecated, sunset: 2027-01-01, replacement: gone@1}
      ---
      apiVersion: tidemark/v1
      kind: QualitySuite
      metadata: {name: whole_cards}
      spec:
        dataset: {source: cards}
        rules: [{id: whole, type: not_null, columns: [a, b]}]
      ---
      apiVersion: tidemark/v1
      kind: FeatureView
      metadata: {name: gone, version: 1}
      spec:
        entity: card
        sql: "SELECT no, day, ts AS event_ts, 1 AS one FROM ref('cards')"
        features: [{name: one, type: INT}]
      ---
      apiVersion: tidemark/v1
      kind: LabelView
      metadata: {name: lost, version: 1}
      spec:
        entity: card
        source: cards
        label: {fn: sum, column: x, where: "op = 'L'", horizon: P90D, maturityLag: P1D}
      ---
      apiVersion: tidemark/v1
      kind: FeatureService
      metadata: {name: cards, version: 1}
      spec:
        features: [{view: cards@2, select: ["*"], prefix: c_, as: {sum: total}}]
        clearance: pii
        model: fraud
      ---
      apiVersion: tidemark/v1
      kind: TrainingSet
      metadata: {name: cards}
      spec:
        spine: {sql: "SELECT * FROM ref('cards')", timestamp: ts, keys: {no: n}, columns: [x], label: x, nullTimestamps: keep}
        service: cards@1
        labels: lost@1
        knowledge: {asOf: 2026-07-01T00:00:00Z}
        diagnostics: false
      """;

  @TempDir Path folder;

  @Test
  void whatWasRecordedIsReadBackAsItWas() {
    Project project = new Shop(folder).file("rich.yaml", RICH).load();
    List<Map<String, ?>> recorded = new ArrayList<>();
    List<Declared<Definition>> all = new ArrayList<>(project.all(Definition.class));
    all.removeIf(each -> each.definition() instanceof ProjectDefinition);
    // What a deprecated view names instead decides nothing, nor does its suite: they may be
    // missing.
    all.removeIf(each -> each.object().matches("FeatureView/gone@1|QualitySuite/whole_cards"));
    all.forEach(each -> recorded.add(CanonicalJson.read(each.json())));

    List<Declared<Definition>> read = project.recorded(recorded).all(Definition.class);

    assertThat(read).hasSameSizeAs(all);
    for (Declared<Definition> each : all) {
      assertThat(read)
          .filteredOn(other -> other.object().equals(each.object()))
          .singleElement()
          .satisfies(other -> assertThat(other.definition()).isEqualTo(each.definition()))
          .satisfies(other -> assertThat(other.json()).isEqualTo(each.json()))
          .satisfies(other -> assertThat(other.semanticHash()).isEqualTo(each.semanticHash()));
    }
  }

  @Test
  void whatIsMissingOrGarbledIsSaid() {
    Project project = new Shop(folder).load();
    assertThatThrownBy(() -> project.recorded(List.of(Map.of("kind", "Nonsense"))))
        .hasMessageContaining("no kind Nonsense");
    Map<String, Object> view =
        CanonicalJson.read(project.all(FeatureViewDefinition.class).get(0).json());
    assertThatThrownBy(() -> project.recorded(List.of(view)))
        .hasMessageContaining("FeatureView spend@1");
  }
}
