package io.tidemark.lineage.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.audit.CanonicalJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamAuditTest {

  private static final String STREAM = "run/1";
  private final List<Event> events = new ArrayList<>();

  @BeforeEach
  void record() {
    for (Action action : List.of(Action.RUN_STARTED, Action.DATASET_READ, Action.RUN_COMPLETED)) {
      Event before = events.isEmpty() ? null : events.get(events.size() - 1);
      TreeMap<String, Object> payload = new TreeMap<>(Map.of("events", 3));
      events.add(EventLog.next(before, STREAM, "jane", action, STREAM, payload));
    }
  }

  private static Cells cells(Event event, String payload) {
    return new Cells(
        Tables.EVENT_SCHEMA,
        Arrays.asList(
            event.stream(),
            event.seq(),
            event.eventTime(),
            event.actor(),
            event.action().name(),
            event.object(),
            payload,
            event.prevHash(),
            event.eventHash(),
            event.runId(),
            event.recordedAt()));
  }

  private List<Cells> rows() {
    List<Cells> rows = new ArrayList<>();
    events.forEach(event -> rows.add(cells(event, CanonicalJson.write(event.payload()))));
    return rows;
  }

  private static List<String> codes(List<Cells> rows) {
    return StreamAudit.of(STREAM, rows).findings().stream().map(StreamAudit.Finding::code).toList();
  }

  @Test
  void aStreamAsItWasWrittenHolds() {
    StreamAudit audit = StreamAudit.of(STREAM, rows());

    assertThat(audit.findings()).isEmpty();
    assertThat(audit.entries()).extracting(StreamAudit.Entry::seq).containsExactly(0L, 1L, 2L);
  }

  @Test
  void whatIsChangedLeftOutOrCutOffIsFound() {
    List<Cells> changed = rows();
    changed.set(1, cells(events.get(1), "{\"events\":4}"));
    assertThat(codes(changed)).containsExactly("CHAIN_BROKEN");
    changed.set(1, cells(events.get(1), "garbled"));
    assertThat(codes(changed)).containsExactly("CHAIN_BROKEN");

    List<Cells> gap = rows();
    gap.remove(1);
    assertThat(codes(gap)).containsExactly("SEQ_GAP", "CHAIN_BROKEN", "STREAM_TRUNCATED");
    assertThat(codes(rows().subList(0, 2))).containsExactly("STREAM_TRUNCATED");
    assertThat(codes(List.of())).containsExactly("STREAM_TRUNCATED");
  }
}
