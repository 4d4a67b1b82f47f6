package io.tidemark.featurestore.plan;

import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Format;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.lineage.definition.SourceType;
import io.tidemark.lineage.definition.TimeColumn;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A view's query as the source that it stands for: events at {@code event_ts}, without lag, id and
 * deletions. Whether it tells when they were known shows only when Spark has parsed it.
 */
final class QuerySource {
  static final String SQL = "spec.sql";

  private QuerySource() {}

  static Declared<SourceDefinition> of(Declared<FeatureViewDefinition> view) {
    SourceDefinition source =
        new SourceDefinition(
            view.definition().metadata(),
            Format.PARQUET,
            null,
            null,
            null,
            List.of(),
            new TreeMap<>(),
            null,
            SourceType.EVENT,
            new TimeColumn(FeatureTable.EVENT_TS, null, null, null),
            null,
            null,
            null,
            Duration.ZERO,
            List.of(),
            null);
    TreeMap<String, Integer> lines = new TreeMap<>();
    lines.put("spec", Objects.requireNonNullElse(view.lines().get(SQL), view.line()));
    return new Declared<>(
        source,
        view.file(),
        view.line(),
        lines,
        view.json(),
        view.semanticHash(),
        view.metadataHash());
  }
}
