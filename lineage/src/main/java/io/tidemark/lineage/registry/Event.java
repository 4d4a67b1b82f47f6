package io.tidemark.lineage.registry;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code registry.event}.
 *
 * @param stream the chain it belongs to, {@code run/<run id>} for what a run did
 * @param seq its place in the stream, from 0
 * @param eventTime when it happened, to the microsecond
 * @param object what it is about: {@code run/<id>}, {@code Kind/name[@N]}, {@code
 *     dataset/<table>@<version>}
 * @param payload texts, booleans, integers below 2^53, lists and maps; neither floats nor nulls
 * @param prevHash the stream's hash before this event, 64 hex digits
 * @param eventHash the stream's hash with this event, 64 hex digits
 * @param recordedAt when it was written; not part of the hash
 */
public record Event(
    String stream,
    long seq,
    Instant eventTime,
    String actor,
    Action action,
    String object,
    SortedMap<String, Object> payload,
    String prevHash,
    String eventHash,
    @Nullable String runId,
    Instant recordedAt) {

  public Event {
    payload = Collections.unmodifiableSortedMap(new TreeMap<>(payload));
  }
}
