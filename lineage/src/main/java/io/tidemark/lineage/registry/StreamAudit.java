package io.tidemark.lineage.registry;

import io.tidemark.lineage.audit.CanonicalJson;
import io.tidemark.lineage.audit.HashChain;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A stream of events as it stands in the log, and what is wrong with its chain.
 *
 * @param entries in the order of their places
 * @param findings none if every hash follows from the one before it and nothing is missing
 */
public record StreamAudit(List<Entry> entries, List<Finding> findings) {

  public StreamAudit {
    entries = List.copyOf(entries);
    findings = List.copyOf(findings);
  }

  /**
   * An event as far as it can be read.
   *
   * @param action as it is written, which may be none
   * @param payload empty if it is no JSON object
   */
  public record Entry(
      long seq, Instant time, String action, String object, SortedMap<String, Object> payload) {}

  /** What is wrong, by its stable code. */
  public record Finding(String code, String message) {}

  /** Whether the stream's run has ended. */
  public boolean ended() {
    return !entries.isEmpty() && endsRun(entries.get(entries.size() - 1));
  }

  private static boolean endsRun(Entry last) {
    return List.of("RUN_COMPLETED", "RUN_FAILED", "RUN_ABORTED").contains(last.action());
  }

  static StreamAudit of(String stream, List<Cells> rows) {
    List<Entry> entries = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    List<Cells> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparingLong(StreamAudit::seq));
    String hash = HashChain.START;
    for (Cells row : sorted) {
      if (seq(row) != entries.size()) {
        String message = "event %d of stream %s stands where %d belongs";
        findings.add(new Finding("SEQ_GAP", message.formatted(seq(row), stream, entries.size())));
      }
      SortedMap<String, Object> payload = payload(row);
      entries.add(
          new Entry(
              seq(row),
              Objects.requireNonNullElse(row.time("event_time"), Instant.EPOCH),
              text(row, "action"),
              text(row, "object"),
              payload));
      if (!text(row, "prev_hash").equals(hash) || !follows(stream, row, payload)) {
        String message = "event %d of stream %s is not what was recorded: its hash does not follow";
        findings.add(new Finding("CHAIN_BROKEN", message.formatted(seq(row), stream)));
      }
      hash = text(row, "event_hash");
    }
    truncated(stream, entries).ifPresent(findings::add);
    return new StreamAudit(entries, findings);
  }

  private static Optional<Finding> truncated(String stream, List<Entry> entries) {
    String events = "" + entries.size();
    boolean whole =
        !entries.isEmpty()
            && endsRun(entries.get(entries.size() - 1))
            && events.equals(
                String.valueOf(entries.get(entries.size() - 1).payload().get("events")));
    return whole
        ? Optional.empty()
        : Optional.of(
            new Finding(
                "STREAM_TRUNCATED",
                "stream %s holds %s events and is not whole".formatted(stream, events)));
  }

  private static boolean follows(String stream, Cells row, SortedMap<String, Object> payload) {
    try {
      return HashChain.hash(
              text(row, "prev_hash"),
              stream,
              seq(row),
              Objects.requireNonNullElse(row.time("event_time"), Instant.EPOCH),
              text(row, "actor"),
              text(row, "action"),
              text(row, "object"),
              payload)
          .equals(text(row, "event_hash"));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static SortedMap<String, Object> payload(Cells row) {
    try {
      return CanonicalJson.read(text(row, "payload"));
    } catch (IllegalArgumentException e) {
      return new TreeMap<>();
    }
  }

  private static long seq(Cells row) {
    return Objects.requireNonNullElse(row.number("seq"), -1L);
  }

  private static String text(Cells row, String column) {
    return Objects.requireNonNullElse(row.text(column), "");
  }
}
