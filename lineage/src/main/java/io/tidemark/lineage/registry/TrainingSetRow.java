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
 * One row of {@code registry.training_set}: a sealed version of a training set.
 *
 * @param table {@code training.<name>_v<K>}
 * @param knowledge {@code as_known}, {@code as_corrected} or {@code as_of:<time>}
 * @param contentDigest of the rows as a multiset
 * @param manifest RFC 8785 text
 * @param envelopeId the signature's, null while unsigned
 */
public record TrainingSetRow(
    String name,
    int version,
    String table,
    String definitionHash,
    long rows,
    List<Column> columns,
    List<Input> inputs,
    String knowledge,
    Instant now,
    String contentDigest,
    String manifest,
    @Nullable String envelopeId,
    String state,
    String runId,
    Instant createdAt) {

  public TrainingSetRow {
    columns = List.copyOf(columns);
    inputs = List.copyOf(inputs);
  }

  /** The same with its manifest. */
  public TrainingSetRow withManifest(String text) {
    return with(text, envelopeId);
  }

  /** The same, signed. */
  public TrainingSetRow withEnvelope(String id) {
    return with(manifest, id);
  }

  private TrainingSetRow with(String text, @Nullable String id) {
    return new TrainingSetRow(
        name,
        version,
        table,
        definitionHash,
        rows,
        columns,
        inputs,
        knowledge,
        now,
        contentDigest,
        text,
        id,
        state,
        runId,
        createdAt);
  }

  /** A column as it was written: its Spark SQL type, its NULLs and the checksum of its values. */
  public record Column(String name, String type, long nulls, String checksum) {}

  /**
   * An input as it was read.
   *
   * @param version the Delta version, null for files
   * @param seq the greatest {@code _seq} that was seen, null where there is none
   */
  public record Input(
      String name,
      @Nullable String semanticHash,
      @Nullable String tableId,
      @Nullable Long version,
      @Nullable Long seq,
      @Nullable String fingerprint) {

    /** The input in an event's payload. */
    public SortedMap<String, Object> toPayload() {
      return new Payload()
          .put("name", name)
          .put("semantic_hash", semanticHash)
          .put("table_id", tableId)
          .put("version", version)
          .put("seq", seq)
          .put("fingerprint", fingerprint)
          .fields();
    }
  }

  /** The payload of TRAINING_SET_SEALED: the whole row. */
  public SortedMap<String, Object> toPayload() {
    List<Object> columnList = new ArrayList<>();
    for (Column each : columns) {
      columnList.add(
          new Payload()
              .put("name", each.name())
              .put("type", each.type())
              .put("nulls", each.nulls())
              .put("checksum", each.checksum())
              .fields());
    }
    List<Object> inputList = new ArrayList<>();
    inputs.forEach(each -> inputList.add(each.toPayload()));
    return new Payload()
        .put(
            "row",
            new Payload()
                .put("name", name)
                .put("version", version)
                .put("table", table)
                .put("definition_hash", definitionHash)
                .put("rows", rows)
                .put("columns", columnList)
                .put("inputs", inputList)
                .put("knowledge", knowledge)
                .put("now", now)
                .put("content_digest", contentDigest)
                .put("manifest", manifest)
                .put("envelope_id", envelopeId)
                .put("state", state)
                .put("created_at", createdAt)
                .fields())
        .fields();
  }

  /**
   * The row that a sealing event stands for.
   *
   * @param payload of TRAINING_SET_SEALED
   * @throws RuntimeException if it is no such payload
   */
  public static TrainingSetRow sealed(Map<?, ?> payload, String runId, Instant at) {
    return ofPayload(Payload.map(payload, "row"), runId, at);
  }

  static TrainingSetRow ofPayload(Map<?, ?> payload, String runId, Instant at) {
    List<Column> columns = new ArrayList<>();
    for (Map<?, ?> each : Payload.maps(payload, "columns")) {
      columns.add(
          new Column(
              Payload.needText(each, "name"),
              Payload.needText(each, "type"),
              Long.parseLong(Payload.needText(each, "nulls")),
              Payload.needText(each, "checksum")));
    }
    List<Input> inputs = new ArrayList<>();
    for (Map<?, ?> each : Payload.maps(payload, "inputs")) {
      inputs.add(
          new Input(
              Payload.needText(each, "name"),
              Payload.text(each, "semantic_hash"),
              Payload.text(each, "table_id"),
              Payload.number(each, "version"),
              Payload.number(each, "seq"),
              Payload.text(each, "fingerprint")));
    }
    return new TrainingSetRow(
        Payload.needText(payload, "name"),
        Payload.integer(payload, "version", 0),
        Payload.needText(payload, "table"),
        Payload.needText(payload, "definition_hash"),
        Long.parseLong(Payload.needText(payload, "rows")),
        columns,
        inputs,
        Payload.needText(payload, "knowledge"),
        Instant.parse(Payload.needText(payload, "now")),
        Payload.needText(payload, "content_digest"),
        Payload.needText(payload, "manifest"),
        Payload.text(payload, "envelope_id"),
        Payload.needText(payload, "state"),
        runId,
        Objects.requireNonNullElse(Payload.time(payload, "created_at"), at));
  }

  List<Object> toRow() {
    List<Object> columnRows = new ArrayList<>();
    for (Column each : columns) {
      columnRows.add(Arrays.asList(each.name(), each.type(), each.nulls(), each.checksum()));
    }
    List<Object> inputRows = new ArrayList<>();
    for (Input each : inputs) {
      inputRows.add(
          Arrays.asList(
              each.name(),
              each.semanticHash(),
              each.tableId(),
              each.version(),
              each.seq(),
              each.fingerprint()));
    }
    return Arrays.asList(
        name,
        version,
        table,
        definitionHash,
        rows,
        columnRows,
        inputRows,
        knowledge,
        now,
        contentDigest,
        manifest,
        envelopeId,
        state,
        runId,
        createdAt);
  }

  static TrainingSetRow of(Cells cells) {
    List<Column> columns = new ArrayList<>();
    for (Cells each : cells.list("columns")) {
      columns.add(
          new Column(
              each.needText("name"),
              each.needText("type"),
              each.need("nulls", Long.class),
              each.needText("checksum")));
    }
    List<Input> inputs = new ArrayList<>();
    for (Cells each : cells.list("inputs")) {
      inputs.add(
          new Input(
              each.needText("name"),
              each.text("semantic_hash"),
              each.text("table_id"),
              each.number("version"),
              each.number("seq"),
              each.text("fingerprint")));
    }
    return new TrainingSetRow(
        cells.needText("name"),
        cells.version("version"),
        cells.needText("table"),
        cells.needText("definition_hash"),
        cells.need("rows", Long.class),
        columns,
        inputs,
        cells.needText("knowledge"),
        cells.need("now", Instant.class),
        cells.needText("content_digest"),
        Objects.requireNonNullElse(cells.text("manifest"), ""),
        cells.text("envelope_id"),
        cells.needText("state"),
        cells.needText("run_id"),
        cells.need("created_at", Instant.class));
  }
}
