package io.tidemark.jobs.cost.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.jobs.cost.usage.ExecutorHistory.Executor;
import io.tidemark.jobs.cost.usage.ExecutorHistory.Span;
import io.tidemark.jobs.cost.usage.ExecutorLife.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What the log of one attempt of an application tells, gathered line by line. */
final class LoggedApplication {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String EVENT = "SparkListener";
  private static final String SPARK = "org.apache.spark.";
  private static final String CLUSTER = "EMR_CLUSTER_ID";
  private static final String REDACTED = "*********(redacted)";

  /** The last millisecond of the year 9999. */
  private static final long LAST_TIME = 253_402_300_799_999L;

  private static final long MOST_MIB = 1L << 40;

  private final EventScan scan = new EventScan();
  private final ExecutorHistory executors = new ExecutorHistory();
  private final Map<Integer, Map<String, Long>> profiles = new HashMap<>();
  private final Map<String, String> spark = new HashMap<>();
  private @Nullable String cluster;
  private @Nullable String appId;
  private @Nullable String name;
  private int attempt = 1;
  private @Nullable Long started;
  private @Nullable Long ended;
  private long last;
  private long events;
  private long malformed;

  /** Takes a line in; one that is cut or malformed is counted and left out. */
  void line(byte[] buffer, int from, int to) {
    if (isBlank(buffer, from, to)) {
      return;
    }
    if (!scan.scan(buffer, from, to)) {
      malformed++;
      return;
    }
    String event = scan.event();
    try {
      if (event.startsWith(EVENT)) {
        take(event.substring(EVENT.length()), buffer, from, to - from);
      }
    } catch (IOException | IllegalArgumentException e) {
      malformed++;
      return;
    }
    if (event.startsWith(EVENT) || event.startsWith(SPARK)) {
      events++;
      last = Math.max(last, scan.time());
    }
  }

  /** Whether there was any event of Spark's. */
  boolean isLog() {
    return events > 0;
  }

  /** Lines that are no whole events. */
  long malformed() {
    return malformed;
  }

  /** Whether the log says when the application ended. */
  boolean hasEnd() {
    return ended != null;
  }

  /** The application's id; empty if the log does not say it. */
  Optional<String> appId() {
    return Optional.ofNullable(appId).or(() -> property("spark.app.id"));
  }

  int attempt() {
    return attempt;
  }

  /**
   * The lives of its executors, and of its driver in cluster mode.
   *
   * @throws java.util.NoSuchElementException without an application's id
   */
  List<ExecutorLife> lives() {
    Application application = application();
    ContainerSize size = new ContainerSize(this::property);
    OptionalLong end = ended == null ? OptionalLong.empty() : OptionalLong.of(ended);
    List<ExecutorLife> lives = new ArrayList<>();
    for (Span span : executors.spans(end, last)) {
      Map<String, Long> profile = profiles.getOrDefault(span.executor().profile(), Map.of());
      lives.add(application.life(span, size, profile));
    }
    Long from = started;
    if (from != null && size.hasDriver()) {
      long to = end.orElse(last);
      String host = property("spark.driver.host").orElse(null);
      lives.add(
          application.driver(size, host, from, Math.max(from, to), end.isEmpty() || to < from));
    }
    return lives;
  }

  private Application application() {
    String id = appId().orElseThrow();
    return new Application(
        own("run_id").orElse(id),
        id,
        attempt,
        own("cluster_id").or(() -> Optional.ofNullable(cluster)).orElse(id),
        own("team").orElse(null),
        own("project").orElse(null),
        own("env").orElse(null),
        own("use_case").orElse(null),
        own("model").orElse(null),
        Source.EVENT_LOG,
        name);
  }

  private Optional<String> own(String field) {
    return property(Application.PROPERTY + field);
  }

  private Optional<String> property(String key) {
    return Optional.ofNullable(spark.get(key));
  }

  private void take(String event, byte[] line, int from, int length) throws IOException {
    switch (event) {
      case "TaskEnd" -> {
        TaskEnd task = TaskEnd.read(JSON.getFactory(), line, from, length);
        executors.task(task.executor(), task.launched(), task.finished());
      }
      case "ApplicationStart" -> application(tree(line, from, length));
      case "ApplicationEnd" -> ended = time(tree(line, from, length));
      case "EnvironmentUpdate" -> environment(tree(line, from, length));
      case "ResourceProfileAdded" -> profile(tree(line, from, length));
      case "ExecutorAdded" -> added(tree(line, from, length));
      case "ExecutorRemoved" -> {
        JsonNode removed = tree(line, from, length);
        executors.removed(text(removed, "Executor ID"), time(removed));
      }
      default -> {}
    }
  }

  private void application(JsonNode start) {
    String id = text(start, "App ID");
    started = time(start);
    appId = id;
    name = start.path("App Name").asText(null);
    attempt = Application.attempt(start.path("App Attempt ID").asText(""));
  }

  private void environment(JsonNode update) {
    spark.clear();
    update.path("Spark Properties").fields().forEachRemaining(this::keep);
    cluster = cluster(update.path("System Properties"));
    if (cluster == null) {
      cluster = cluster(update.path("Hadoop Properties"));
    }
  }

  private void keep(Map.Entry<String, JsonNode> property) {
    String value = property.getValue().asText("");
    if (!value.isBlank() && !value.equals(REDACTED)) {
      spark.put(property.getKey(), value);
    }
  }

  private static @Nullable String cluster(JsonNode properties) {
    String id = properties.path(CLUSTER).asText("");
    return id.isBlank() || id.equals(REDACTED) ? null : id;
  }

  private void profile(JsonNode added) {
    Map<String, Long> amounts = new HashMap<>();
    added
        .path("Executor Resource Requests")
        .fields()
        .forEachRemaining(
            request ->
                amounts.put(
                    request.getKey(),
                    within(request.getValue().path("Amount").asLong(), MOST_MIB, "Amount")));
    profiles.put(added.path("Resource Profile Id").asInt(), amounts);
  }

  private void added(JsonNode added) {
    JsonNode info = added.path("Executor Info");
    JsonNode addresses = info.path("Resources").path("gpu").path("addresses");
    executors.added(
        new Executor(
            text(added, "Executor ID"),
            info.path("Host").asText(null),
            (int) within(whole(info, "Total Cores"), Integer.MAX_VALUE, "Total Cores"),
            info.path("Resource Profile Id").asInt(0),
            addresses.isArray() ? (long) addresses.size() : null),
        time(added));
  }

  private static JsonNode tree(byte[] line, int from, int length) throws IOException {
    return JSON.readTree(line, from, length);
  }

  private static long time(JsonNode event) {
    return within(whole(event, "Timestamp"), LAST_TIME, "Timestamp");
  }

  private static long within(long value, long most, String field) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(field + " is out of range: " + value);
    }
    return value;
  }

  private static long whole(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.canConvertToLong()) {
      throw new IllegalArgumentException(field + " is no number");
    }
    return value.longValue();
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " is no text");
    }
    return value.textValue();
  }

  private static boolean isBlank(byte[] buffer, int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[i] > ' ' || buffer[i] < 0) {
        return false;
      }
    }
    return true;
  }
}
