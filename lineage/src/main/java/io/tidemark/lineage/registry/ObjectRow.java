package io.tidemark.lineage.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code registry.object}: a definition as it was applied. The newest {@code
 * registeredAt} of a kind, name and version is the current one.
 *
 * @param kind {@code FeatureView}, {@code FeatureService}, {@code LabelView}
 * @param state the lifecycle state, {@code active} for kinds without one
 * @param definition RFC 8785 text, defaults filled in
 */
public record ObjectRow(
    String kind,
    String name,
    int version,
    String state,
    @Nullable String owner,
    @Nullable String team,
    @Nullable String useCase,
    @Nullable String sensitivity,
    String semanticHash,
    String metadataHash,
    String definition,
    Instant registeredAt,
    String runId) {

  /** The object's name in events and results: {@code Kind/name@N}. */
  public String object() {
    return kind + "/" + name + "@" + version;
  }
}
