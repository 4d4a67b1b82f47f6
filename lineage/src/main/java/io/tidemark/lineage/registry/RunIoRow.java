package io.tidemark.lineage.registry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code registry.run_io}: a dataset that a run read or wrote.
 *
 * @param name {@code features.x_v1}, or {@code source:loans}
 * @param version the Delta version read or written, null for files
 * @param fingerprint of files: SHA-256 of path, size and modification time of each
 * @param declared true if the run said so itself
 */
public record RunIoRow(
    String runId,
    Direction direction,
    String name,
    String location,
    @Nullable String tableId,
    @Nullable Long version,
    @Nullable String fingerprint,
    @Nullable Long rows,
    @Nullable Long bytes,
    @Nullable Long files,
    @Nullable String filter,
    boolean declared,
    Capture capture) {

  /** Whether the run read or wrote. */
  public enum Direction {
    READ,
    WRITE
  }

  /** How it is known. */
  public enum Capture {
    API,
    LISTENER,
    OPENLINEAGE
  }

  /** The same, with more rows. */
  RunIoRow plusRows(long more) {
    return new RunIoRow(
        runId,
        direction,
        name,
        location,
        tableId,
        version,
        fingerprint,
        rows == null ? more : rows + more,
        bytes,
        files,
        filter,
        declared,
        capture);
  }

  List<Object> toRow() {
    return Arrays.asList(
        runId,
        direction.name(),
        name,
        location,
        tableId,
        version,
        fingerprint,
        rows,
        bytes,
        files,
        filter,
        declared,
        capture.name());
  }

  static RunIoRow of(Cells cells) {
    return new RunIoRow(
        cells.needText("run_id"),
        Direction.valueOf(cells.needText("direction")),
        cells.needText("name"),
        cells.needText("location"),
        cells.text("table_id"),
        cells.number("version"),
        cells.text("fingerprint"),
        cells.number("rows"),
        cells.number("bytes"),
        cells.number("files"),
        cells.text("filter"),
        cells.need("declared", Boolean.class),
        Capture.valueOf(cells.needText("capture")));
  }

  /** What the payload of DATASET_READ and DATASET_WRITTEN holds under {@code io}. */
  SortedMap<String, Object> toPayload() {
    return new Payload()
        .put("direction", direction)
        .put("name", name)
        .put("location", location)
        .put("table_id", tableId)
        .put("version", version)
        .put("fingerprint", fingerprint)
        .put("rows", rows)
        .put("bytes", bytes)
        .put("files", files)
        .put("filter", filter)
        .put("declared", declared)
        .put("capture", capture)
        .fields();
  }

  static RunIoRow ofPayload(Map<?, ?> payload, String runId) {
    return new RunIoRow(
        runId,
        Direction.valueOf(Payload.needText(payload, "direction")),
        Payload.needText(payload, "name"),
        Payload.needText(payload, "location"),
        Payload.text(payload, "table_id"),
        Payload.number(payload, "version"),
        Payload.text(payload, "fingerprint"),
        Payload.number(payload, "rows"),
        Payload.number(payload, "bytes"),
        Payload.number(payload, "files"),
        Payload.text(payload, "filter"),
        Boolean.TRUE.equals(Payload.flag(payload, "declared")),
        Capture.valueOf(Payload.needText(payload, "capture")));
  }
}
