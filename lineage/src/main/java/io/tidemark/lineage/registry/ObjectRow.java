package io.tidemark.lineage.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
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

  /**
   * The payload of FEATURE_REGISTERED: the whole row, and what the object names.
   *
   * @param on the dependencies of this object
   */
  public SortedMap<String, Object> toPayload(List<DependencyRow> on) {
    SortedMap<String, Object> object =
        new Payload()
            .put("kind", kind)
            .put("name", name)
            .put("version", version)
            .put("state", state)
            .put("owner", owner)
            .put("team", team)
            .put("use_case", useCase)
            .put("sensitivity", sensitivity)
            .put("semantic_hash", semanticHash)
            .put("metadata_hash", metadataHash)
            .put("definition", definition)
            .put("registered_at", registeredAt)
            .fields();
    List<Object> dependencies = new ArrayList<>();
    on.forEach(each -> dependencies.add(each.toPayload()));
    return new Payload().put("row", object).put("dependencies", dependencies).fields();
  }

  static ObjectRow ofPayload(Map<?, ?> payload, String runId, Instant at) {
    return new ObjectRow(
        Payload.needText(payload, "kind"),
        Payload.needText(payload, "name"),
        Payload.integer(payload, "version", 0),
        Payload.needText(payload, "state"),
        Payload.text(payload, "owner"),
        Payload.text(payload, "team"),
        Payload.text(payload, "use_case"),
        Payload.text(payload, "sensitivity"),
        Payload.needText(payload, "semantic_hash"),
        Payload.needText(payload, "metadata_hash"),
        Payload.needText(payload, "definition"),
        Objects.requireNonNullElse(Payload.time(payload, "registered_at"), at),
        runId);
  }

  List<Object> toRow() {
    return Arrays.asList(
        kind,
        name,
        version,
        state,
        owner,
        team,
        useCase,
        sensitivity,
        semanticHash,
        metadataHash,
        definition,
        registeredAt,
        runId);
  }

  static ObjectRow of(Cells cells) {
    return new ObjectRow(
        cells.needText("kind"),
        cells.needText("name"),
        cells.version("version"),
        cells.needText("state"),
        cells.text("owner"),
        cells.text("team"),
        cells.text("use_case"),
        cells.text("sensitivity"),
        cells.needText("semantic_hash"),
        cells.needText("metadata_hash"),
        cells.needText("definition"),
        cells.need("registered_at", Instant.class),
        cells.needText("run_id"));
  }
}
