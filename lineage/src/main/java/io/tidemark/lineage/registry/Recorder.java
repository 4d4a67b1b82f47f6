package io.tidemark.lineage.registry;

import io.tidemark.lineage.audit.CanonicalJson;
import io.tidemark.lineage.audit.HashChain;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FSError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down one run: its stream of events while it lasts, its typed rows when it ends. Safe for
 * use by threads.
 */
public final class Recorder {

  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  // Others may take a silent run for lost after 24 hours.
  private static final Duration SILENCE = Duration.ofHours(12);

  private static final int LONGEST_MESSAGE = 4000;

  private final Registry registry;
  private final String runId;
  private final String stream;
  private final String actor;
  private final List<Event> events = new ArrayList<>();
  private final List<RunIoRow> reads = new ArrayList<>();
  private final List<RunIoRow> writes = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private List<Map<String, Object>> results = List.of();
  private int flushed;
  private boolean ended;
  private @Nullable Throwable unprojected;

  private Recorder(Registry registry, String runId) {
    this.registry = registry;
    this.runId = runId;
    this.stream = EventLog.streamOf(runId);
    this.actor = actor();
  }

  /** Starts a run: lost runs are ended first, then RUN_STARTED is written. */
  public static Recorder begin(Registry registry, RunStart start) {
    LostRuns.sweep(registry);
    Recorder recorder = new Recorder(registry, RunIds.next(System.currentTimeMillis()));
    LostRuns.open(registry, recorder.runId);
    try {
      recorder.start(start);
    } catch (RuntimeException | FSError e) {
      LostRuns.leave(registry, recorder.runId);
      throw e;
    }
    return recorder;
  }

  private void start(RunStart start) {
    SortedMap<String, Object> payload = start.toPayload();
    registry.storage().write("_runs/" + runId + "/plan.json", CanonicalJson.write(payload) + "\n");
    Processes.describe(payload);
    event(Action.RUN_STARTED, stream, payload);
    flush();
  }

  static String actor() {
    return System.getProperty("user.name", "unknown");
  }

  public String runId() {
    return runId;
  }

  /** The user on whose behalf the run works. */
  public String actorName() {
    return actor;
  }

  /** Queues an event. */
  public synchronized void event(Action action, String object, SortedMap<String, Object> payload) {
    if (ended) {
      throw new IllegalStateException("run " + runId + " has ended; nothing follows " + last());
    }
    drainWrites();
    add(action, object, payload);
  }

  private void add(Action action, String object, SortedMap<String, Object> payload) {
    Event before = events.isEmpty() ? null : last();
    events.add(EventLog.next(before, stream, actor, action, object, payload));
  }

  /** Queues that something is read; what is read twice in one state is listed once. */
  public synchronized void read(RunIoRow row) {
    String key = row.name() + "@" + row.version() + "#" + row.fingerprint() + "?" + row.filter();
    if (known.add(key)) {
      reads.add(row);
    }
  }

  /** Adds to the number of rows read of something whose read is not yet written. */
  public synchronized void rowsRead(String name, long rows) {
    reads.replaceAll(row -> row.name().equals(name) ? row.plusRows(rows) : row);
  }

  /** Queues that something was written. */
  public synchronized void written(RunIoRow row) {
    writes.add(row);
  }

  /** Forgets what was written and is not yet flushed, because it is there no more. */
  public synchronized void unwritten(String name) {
    writes.removeIf(row -> row.name().equals(name));
  }

  /**
   * Registers objects whose newest registration does not say the same, in one commit.
   *
   * @return the rows that were registered
   */
  public synchronized List<ObjectRow> register(List<Registration> registrations) {
    flush();
    List<ObjectRow> registered = new ArrayList<>();
    List<Event> added = new ArrayList<>();
    registry
        .events()
        .append(
            runId,
            newest -> {
              registered.clear();
              added.clear();
              Event before = last();
              for (Registration each : registrations) {
                ObjectRow there = newest.get(each.row().object());
                if (there == null || !each.says(there)) {
                  SortedMap<String, Object> payload = each.row().toPayload(each.on());
                  String object = each.row().object();
                  before =
                      EventLog.next(
                          before, stream, actor, Action.FEATURE_REGISTERED, object, payload);
                  added.add(before);
                  registered.add(each.row());
                }
              }
              return added;
            });
    events.addAll(added);
    flushed = events.size();
    return List.copyOf(registered);
  }

  /** Keeps what the run found for its result file. */
  public synchronized void results(List<Map<String, Object>> found) {
    results = List.copyOf(found);
  }

  /** Writes what is queued. */
  public synchronized void flush() {
    drain();
    if (flushed == events.size()) {
      return;
    }
    refuseIfTakenForLost();
    registry.events().append(List.copyOf(events.subList(flushed, events.size())));
    flushed = events.size();
  }

  /**
   * Ends the run: what is queued and the last event are written in one commit, then its typed rows
   * and {@code result.json}. A second end is ignored.
   *
   * @param exitCode 0 for success
   */
  public synchronized void end(
      int exitCode, @Nullable String errorClass, @Nullable String errorMessage) {
    if (ended) {
      return;
    }
    drain();
    Action action = exitCode == 0 ? Action.RUN_COMPLETED : Action.RUN_FAILED;
    SortedMap<String, Object> payload =
        new Payload()
            .put("exit_code", exitCode)
            .put("error_class", errorClass)
            .put("error_message", shortened(errorMessage))
            .put("events", events.size() + 1)
            .fields();
    event(action, stream, payload);
    // Whatever happens now, a second end may not follow: a later run closes what stays open.
    ended = true;
    try {
      flush();
      writeResult(exitCode, payload);
    } catch (RuntimeException | FSError e) {
      LostRuns.leave(registry, runId);
      throw e;
    }
    try {
      registry.appendProjection(Projection.of(runId, events));
      LostRuns.close(registry, runId);
    } catch (RuntimeException | FSError e) {
      // The event log is the record; the mark stays, so that the next run makes up for the rows.
      LOG.warn("the typed rows of run {} are missing: {}", runId, e.toString());
      LostRuns.leave(registry, runId);
      unprojected = e;
    }
  }

  /** What is to be told of a run whose events are written and whose typed rows could not be. */
  public synchronized Optional<Problem> incomplete() {
    return unprojected == null
        ? Optional.empty()
        : Optional.of(
            Problem.warn(
                "REGISTRY_INCOMPLETE",
                null,
                "the run is recorded in registry.event, but not in the typed tables: "
                    + unprojected.getMessage(),
                "run `tidemark registry rebuild`"));
  }

  /** True once the run has ended, well or not. */
  public synchronized boolean hasEnded() {
    return ended;
  }

  private void drain() {
    for (RunIoRow row : reads) {
      dataset(Action.DATASET_READ, row);
    }
    reads.clear();
    drainWrites();
  }

  private void drainWrites() {
    for (RunIoRow row : writes) {
      dataset(Action.DATASET_WRITTEN, row);
    }
    writes.clear();
  }

  private void dataset(Action action, RunIoRow row) {
    String version = row.version() == null ? "" : "@" + row.version();
    add(
        action,
        "dataset/" + row.name() + version,
        new Payload().put("io", row.toPayload()).fields());
  }

  private Event last() {
    return events.get(events.size() - 1);
  }

  private void refuseIfTakenForLost() {
    if (flushed == 0 || events.get(flushed - 1).recordedAt().plus(SILENCE).isAfter(Instant.now())) {
      return;
    }
    if (registry.events().stream(stream).stream().anyMatch(each -> each.action().endsRun())) {
      throw Refusal.of(
          "RUN_TAKEN_FOR_LOST",
          null,
          "run " + runId + " gave no sign for a day and was recorded as lost",
          "run it again");
    }
  }

  private static @Nullable String shortened(@Nullable String message) {
    return message == null || message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE) + "…";
  }

  private void writeResult(int exitCode, SortedMap<String, Object> payload) {
    SortedMap<String, Object> result = new TreeMap<>(payload);
    result.put("run_id", runId);
    result.put("state", exitCode == 0 ? "SUCCEEDED" : "FAILED");
    result.put("started_at", HashChain.micros(events.get(0).eventTime()));
    result.put("ended_at", HashChain.micros(last().eventTime()));
    if (!results.isEmpty()) {
      result.put("results", results);
    }
    registry.storage().write("_runs/" + runId + "/result.json", CanonicalJson.write(result) + "\n");
  }
}
