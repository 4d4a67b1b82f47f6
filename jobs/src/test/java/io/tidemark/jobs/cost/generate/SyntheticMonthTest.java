package io.tidemark.jobs.cost.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A seed is one month for ever, and its bill and its event logs tell of the same machines. */
class SyntheticMonthTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void aSeedIsOneMonthForEver() throws Exception {
    assertThat(digest("one", 7))
        .isEqualTo(digest("two", 7))
        .isEqualTo("9a3197d7213b8a80100316bc0ae9d6160cccfa6fe2de86c7673b131df074d70f");
    assertThat(digest("three", 8)).isNotEqualTo(digest("four", 7));
  }

  @Test
  void everyExecutorLivesOnMachinesThatTheBillHas() throws Exception {
    MonthSpec spec = spec(9);
    SyntheticMonth month = new SyntheticMonth(spec);
    String bill =
        Files.readString(month.bill(Delivery.ESTIMATE, folder.resolve("bill")).files().get(0));
    List<Path> logs = month.logs(folder.resolve("logs"), Packing.NONE);
    assertThat(logs.stream().map(log -> log.getFileName().toString()))
        .containsExactlyElementsOf(month.logNames(Packing.NONE));
    assertThat(logs).hasSize(2 * 12 + 2 * 3 + 3);
    Instant end = spec.start().plusSeconds(spec.hours() * 3600L);
    for (Path log : logs) {
      List<JsonNode> events = events(log);
      JsonNode environment = first(events, "SparkListenerEnvironmentUpdate");
      String cluster = environment.at("/System Properties/EMR_CLUSTER_ID").asText();
      if (cluster.isEmpty()) {
        cluster = environment.get("Spark Properties").get("spark.tidemark.cluster_id").asText();
      }
      assertThat(bill).as(log.toString()).contains(cluster);
      long began = first(events, "SparkListenerApplicationStart").get("Timestamp").asLong();
      long ended = first(events, "SparkListenerApplicationEnd").get("Timestamp").asLong();
      assertThat(Instant.ofEpochMilli(began)).isAfterOrEqualTo(spec.start().plusSeconds(600));
      assertThat(Instant.ofEpochMilli(ended)).isBefore(end);
      assertThat(ended).isGreaterThan(began);
    }
  }

  @Test
  void theEventsOfALogAreInTheOrderOfTime() throws IOException {
    SyntheticMonth month = new SyntheticMonth(spec(10));
    int removed = 0;
    for (Path log : month.logs(folder.resolve("logs"), Packing.NONE)) {
      long before = 0;
      int alive = 0;
      for (JsonNode event : events(log)) {
        String name = event.get("Event").asText();
        long at =
            event.has("Task Info")
                ? event.at("/Task Info/Finish Time").asLong()
                : event.path("Timestamp").asLong(before);
        assertThat(at).as(event.toString()).isGreaterThanOrEqualTo(before);
        before = at;
        alive += name.equals("SparkListenerExecutorAdded") ? 1 : 0;
        alive -= name.equals("SparkListenerExecutorRemoved") ? 1 : 0;
        removed += name.equals("SparkListenerExecutorRemoved") ? 1 : 0;
        assertThat(alive).isNotNegative();
        if (event.has("Task Info")) {
          assertThat(event.at("/Task Info/Launch Time").asLong()).isLessThanOrEqualTo(at);
        }
      }
    }
    assertThat(removed).isPositive();
  }

  @Test
  void aLongLogHasItsTasks() throws IOException {
    Path log = new SyntheticMonth(spec(7)).longLog(folder, 500);
    assertThat(events(log).stream().filter(event -> event.has("Task Info"))).hasSize(500);
  }

  private static MonthSpec spec(long seed) {
    return new MonthSpec(seed, YearMonth.of(2026, 1), 2, 72, 12, 5, 0);
  }

  private static List<JsonNode> events(Path log) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      events.add(JSON.readTree(line));
    }
    return events;
  }

  private static JsonNode first(List<JsonNode> events, String name) {
    return events.stream()
        .filter(event -> event.get("Event").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private String digest(String name, long seed) throws Exception {
    Path root = folder.resolve(name);
    SyntheticMonth month = new SyntheticMonth(spec(seed));
    for (Delivery delivery : Delivery.values()) {
      month.bill(delivery, root.resolve(delivery.word()));
    }
    month.logs(root.resolve("logs"), Packing.NONE);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digest.update(root.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
