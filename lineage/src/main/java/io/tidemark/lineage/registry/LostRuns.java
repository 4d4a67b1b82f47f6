package io.tidemark.lineage.registry;

import io.tidemark.lineage.audit.CanonicalJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FSError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs whose process died before it could say so, or that could not be written down to their end.
 * Every run leaves a mark while it is open, so that the next one finds the lost ones without
 * reading the log.
 */
final class LostRuns {

  private static final Logger LOG = LoggerFactory.getLogger(LostRuns.class);
  private static final String OPEN = "_runs/.open";
  private static final String ENDED = ".ended";
  private static final Duration NO_SIGN = Duration.ofHours(24);

  private LostRuns() {}

  static void open(Registry registry, String runId) {
    TreeMap<String, Object> process = new TreeMap<>();
    Processes.describe(process);
    registry.storage().write(mark(runId), CanonicalJson.write(process));
  }

  static void close(Registry registry, String runId) {
    registry.storage().delete(mark(runId));
  }

  /** Marks a run that is over though it could not be written down: the next one makes up for it. */
  static void leave(Registry registry, String runId) {
    try {
      registry.storage().rename(mark(runId), mark(runId) + ENDED);
    } catch (RuntimeException e) {
      LOG.warn("run {} stays open until its process ends: {}", runId, e.toString());
    }
  }

  static boolean isAlone(Registry registry, String runId) {
    return registry.storage().list(OPEN).stream()
        .allMatch(name -> name.equals(runId) || name.endsWith(ENDED));
  }

  static boolean isRunning(Registry registry, String runId) {
    String mark = registry.storage().read(mark(runId));
    if (mark == null) {
      return false;
    }
    Map<?, ?> process = parse(mark);
    return process == null || !Processes.isGone(process);
  }

  /** Ends every lost run that left a mark. */
  static void sweep(Registry registry) {
    for (String name : registry.storage().list(OPEN)) {
      String mark = registry.storage().read(mark(name));
      if (name.endsWith(ENDED)) {
        end(registry, name.substring(0, name.length() - ENDED.length()), name);
      } else if (mark != null && isLost(registry, name, parse(mark))) {
        end(registry, name, name);
      }
    }
  }

  /** The same, for runs whose marks are gone as well. */
  static void sweepLog(Registry registry) {
    registry
        .events()
        .streams()
        .forEach(
            (stream, events) -> {
              Event first = events.get(0);
              boolean ended = events.stream().anyMatch(each -> each.action().endsRun());
              if (!ended
                  && first.action() == Action.RUN_STARTED
                  && isLost(registry, EventLog.runOf(stream), first.payload())) {
                end(registry, EventLog.runOf(stream), EventLog.runOf(stream));
              }
            });
  }

  private static boolean isLost(Registry registry, String runId, @Nullable Map<?, ?> process) {
    if (process != null && Processes.isHere(process)) {
      return Processes.isGone(process);
    }
    Instant old = Instant.now().minus(NO_SIGN);
    if (registry.modified(mark(runId)).isAfter(old)) {
      return false;
    }
    List<Event> events = registry.events().stream(EventLog.streamOf(runId));
    return events.isEmpty() || events.get(events.size() - 1).recordedAt().isBefore(old);
  }

  private static void end(Registry registry, String runId, String mark) {
    LOG.warn("run {} was not recorded to its end", runId);
    String stream = EventLog.streamOf(runId);
    registry.events().close(stream, LostRuns::aborted);
    try {
      registry.appendProjection(Projection.of(runId, registry.events().stream(stream)));
      close(registry, mark);
    } catch (RuntimeException | FSError e) {
      // A typed table that is missing is not this run's fault; the next one tries again.
      LOG.warn("the typed rows of run {} are missing: {}", runId, e.toString());
    }
  }

  private static @Nullable Event aborted(List<Event> stream) {
    if (stream.isEmpty() || stream.stream().anyMatch(each -> each.action().endsRun())) {
      return null;
    }
    Event last = stream.get(stream.size() - 1);
    TreeMap<String, Object> payload = new TreeMap<>(Map.of("events", stream.size() + 1));
    return EventLog.next(
        last, last.stream(), Recorder.actor(), Action.RUN_ABORTED, last.stream(), payload);
  }

  private static String mark(String runId) {
    return OPEN + "/" + runId;
  }

  private static @Nullable Map<?, ?> parse(String mark) {
    try {
      return CanonicalJson.read(mark);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
