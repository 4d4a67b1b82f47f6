package io.tidemark.lineage.registry;

import io.tidemark.lineage.audit.CanonicalJson;
import io.tidemark.lineage.audit.HashChain;
import io.tidemark.lineage.definition.Refusal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code registry.event}: streams of events, each chained by its hashes. */
public final class EventLog {

  private static final String RUN = "run/";

  private final KernelTable table;
  private final CoverageIndex covered = new CoverageIndex();

  EventLog(KernelTable table) {
    this.table = table;
  }

  /** The stream of a run. */
  public static String streamOf(String runId) {
    return RUN + runId;
  }

  static String runOf(String stream) {
    return stream.startsWith(RUN) ? stream.substring(RUN.length()) : stream;
  }

  /** Now, to the microsecond that tables hold. */
  static Instant clock() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  /** The event that follows another in its stream; the first one follows none. */
  static Event next(
      @Nullable Event before,
      String stream,
      String actor,
      Action action,
      String object,
      SortedMap<String, Object> payload) {
    Instant time = clock();
    long seq = before == null ? 0 : before.seq() + 1;
    String prev = before == null ? HashChain.START : before.eventHash();
    // Read back, so that what is kept in memory is what readers of the table will see.
    SortedMap<String, Object> plain = CanonicalJson.read(CanonicalJson.write(payload));
    String hash = HashChain.hash(prev, stream, seq, time, actor, action.name(), object, payload);
    return new Event(
        stream, seq, time, actor, action, object, plain, prev, hash, runOf(stream), time);
  }

  /** Appends events to a stream that nobody else writes. */
  void append(List<Event> events) {
    Event last = events.get(events.size() - 1);
    table.append(
        engineInfo(runOf(last.stream()), last.seq()),
        events.stream().map(EventLog::toRow).toList());
  }

  /**
   * Appends the event that is decided on the newest state of a stream; decided again when another
   * writer was first.
   *
   * @param decide null if there is nothing to add
   */
  void close(String stream, Function<List<Event>, @Nullable Event> decide) {
    table.commit(
        engineInfo(runOf(stream), -1),
        at -> {
          Event event = decide.apply(stream(at, stream));
          return event == null
              ? KernelTable.Change.NONE
              : KernelTable.Change.append(List.of(toRow(event)));
        });
  }

  /** Appends what is decided on the newest registration of every object. */
  void append(String runId, Function<Map<String, ObjectRow>, List<Event>> decide) {
    table.commit(
        engineInfo(runId, -1),
        at ->
            KernelTable.Change.append(
                decide.apply(registrations(at)).stream().map(EventLog::toRow).toList()));
  }

  private static Map<String, ObjectRow> registrations(KernelSnapshot at) {
    Map<String, ObjectRow> newest = new TreeMap<>();
    at.scan(
        List.of("action", "payload", "event_time", "run_id"),
        KernelSnapshot.equal("action", Action.FEATURE_REGISTERED.name()),
        cells -> {
          if (Action.FEATURE_REGISTERED.name().equals(cells.text("action"))) {
            ObjectRow row =
                ObjectRow.ofPayload(
                    Payload.map(CanonicalJson.read(cells.needText("payload")), "row"),
                    cells.needText("run_id"),
                    cells.need("event_time", Instant.class));
            newest.merge(row.object(), row, EventLog::newer);
          }
        });
    return newest;
  }

  private static ObjectRow newer(ObjectRow one, ObjectRow other) {
    int order = one.registeredAt().compareTo(other.registeredAt());
    return order > 0 || (order == 0 && one.runId().compareTo(other.runId()) > 0) ? one : other;
  }

  /** The events of one stream, in order. */
  public List<Event> stream(String stream) {
    return stream(table.newest(), stream);
  }

  private static List<Event> stream(KernelSnapshot at, String stream) {
    List<Event> events = new ArrayList<>();
    at.scan(
        List.of(),
        KernelSnapshot.equal("stream", stream),
        cells -> {
          if (stream.equals(cells.text("stream"))) {
            events.add(event(cells));
          }
        });
    events.sort(Comparator.comparingLong(Event::seq));
    return events;
  }

  /** Recomputes the chain of one stream. */
  public StreamAudit audit(String stream) {
    List<Cells> rows = new ArrayList<>();
    table
        .newest()
        .scan(
            List.of(),
            KernelSnapshot.equal("stream", stream),
            cells -> {
              if (stream.equals(cells.text("stream"))) {
                rows.add(cells);
              }
            });
    return StreamAudit.of(stream, rows);
  }

  /** The runs that have sealed versions of a training set: version to run id. */
  public SortedMap<Integer, String> sealed(String set) {
    String prefix = "TrainingSet/" + set + "@";
    SortedMap<Integer, String> sealed = new TreeMap<>();
    table
        .newest()
        .scan(
            List.of("action", "object", "run_id"),
            KernelSnapshot.equal("action", Action.TRAINING_SET_SEALED.name()),
            cells -> {
              String object = Objects.requireNonNullElse(cells.text("object"), "");
              String version = object.startsWith(prefix) ? object.substring(prefix.length()) : "";
              String run = cells.text("run_id");
              if (Action.TRAINING_SET_SEALED.name().equals(cells.text("action"))
                  && run != null
                  && version.matches("[1-9][0-9]{0,8}")) {
                sealed.put(Integer.parseInt(version), run);
              }
            });
    return sealed;
  }

  /** All events of an action, in the order in which they happened. */
  public List<Event> of(Action action) {
    List<Event> events = new ArrayList<>();
    table
        .newest()
        .scan(
            List.of(),
            KernelSnapshot.equal("action", action.name()),
            cells -> {
              if (action.name().equals(cells.text("action"))) {
                events.add(event(cells));
              }
            });
    events.sort(
        Comparator.comparing(Event::eventTime)
            .thenComparing(Event::stream)
            .thenComparingLong(Event::seq));
    return events;
  }

  /** Every stream with its events in order. */
  Map<String, List<Event>> streams() {
    Map<String, List<Event>> streams = new TreeMap<>();
    table
        .newest()
        .scan(
            List.of(),
            null,
            cells ->
                streams
                    .computeIfAbsent(cells.needText("stream"), s -> new ArrayList<>())
                    .add(event(cells)));
    streams.values().forEach(each -> each.sort(Comparator.comparingLong(Event::seq)));
    return streams;
  }

  /**
   * What successful materialisations of a view have covered, in no order. A process opens each file
   * of the log once for this, however often it asks.
   */
  List<Coverage> coverage(String viewRef, String table) {
    return covered(index -> List.copyOf(index.of(viewRef, table)));
  }

  /** The runs that the same is known of. */
  Set<String> covering(String viewRef, String table) {
    return covered(index -> Set.copyOf(index.runs(viewRef, table)));
  }

  private <T> T covered(Function<CoverageIndex, T> answer) {
    KernelSnapshot newest = table.newest();
    synchronized (covered) {
      newest.scan(
          List.of("action", "object", "payload", "run_id"),
          KernelSnapshot.equal("action", Action.DATASET_READ.name()),
          covered.files()::add,
          covered::add);
      return answer.apply(covered);
    }
  }

  static String engineInfo(String runId, long seq) {
    Map<String, Object> info = new TreeMap<>(Map.of("run", runId));
    if (seq >= 0) {
      info.put("seq", seq);
    }
    return CanonicalJson.write(info);
  }

  private static List<Object> toRow(Event event) {
    return Arrays.asList(
        event.stream(),
        event.seq(),
        event.eventTime(),
        event.actor(),
        event.action().name(),
        event.object(),
        CanonicalJson.write(event.payload()),
        event.prevHash(),
        event.eventHash(),
        event.runId(),
        event.recordedAt());
  }

  private static Event event(Cells cells) {
    return new Event(
        cells.needText("stream"),
        cells.need("seq", Long.class),
        cells.need("event_time", Instant.class),
        cells.needText("actor"),
        action(cells.needText("action")),
        cells.needText("object"),
        CanonicalJson.read(cells.needText("payload")),
        cells.needText("prev_hash"),
        cells.needText("event_hash"),
        cells.text("run_id"),
        cells.need("recorded_at", Instant.class));
  }

  private static Action action(String name) {
    try {
      return Action.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw Refusal.of(
          "EVENT_UNKNOWN",
          null,
          "registry.event holds the action " + name + ", which this version does not know",
          "use the version of Tidemark that wrote it");
    }
  }
}
