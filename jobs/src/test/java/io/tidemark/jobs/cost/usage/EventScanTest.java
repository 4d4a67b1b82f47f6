package io.tidemark.jobs.cost.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventScanTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> TIMES =
      Set.of(
          "Timestamp", "time", "Launch Time", "Finish Time", "Submission Time", "Completion Time");
  private static final List<String> KEYS =
      List.of(
          "Timestamp", "time", "Launch Time", "Finish Time", "Time", "Event", "a\"b", "x:y", "ü");

  private static long latest(JsonNode node) {
    long latest = 0;
    var fields = node.fields();
    while (fields.hasNext()) {
      var field = fields.next();
      if (TIMES.contains(field.getKey()) && field.getValue().isIntegralNumber()) {
        latest = Math.max(latest, field.getValue().longValue());
      }
    }
    for (JsonNode child : node) {
      latest = Math.max(latest, latest(child));
    }
    return latest;
  }

  private static void fill(ObjectNode node, Random random, int depth) {
    int fields = random.nextInt(5);
    for (int i = 0; i < fields; i++) {
      String key = KEYS.get(random.nextInt(KEYS.size()));
      switch (random.nextInt(depth > 3 ? 3 : 5)) {
        case 0 -> node.put(key, random.nextInt(1_000_000));
        case 1 -> node.put(key, "\"Timestamp\":5 } \\ \" { \\\\");
        case 2 -> node.put(key, random.nextBoolean());
        case 3 -> fill(node.putObject(key), random, depth + 1);
        default -> fill(node.putArray(key).addObject(), random, depth + 1);
      }
    }
  }

  @Test
  void aWholeEventIsKnownByItsNameAndItsLastTimeAndACutOneIsNot() throws Exception {
    EventScan scan = new EventScan();
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      ObjectNode event = JSON.createObjectNode();
      fill(event, random, 0);
      // Wherever it stands among the fields.
      event.put("Event", "SparkListenerJobEnd");
      fill(event, random, 0);
      event.put("Event", "SparkListenerJobEnd");
      byte[] text = JSON.writeValueAsBytes(event);
      assertThat(scan.scan(text, 0, text.length)).as("seed %d", seed).isTrue();
      assertThat(scan.event()).isEqualTo("SparkListenerJobEnd");
      assertThat(scan.time()).as("seed %d", seed).isEqualTo(latest(event));
      for (int cut = 0; cut < text.length; cut++) {
        assertThat(scan.scan(text, 0, cut)).as("seed %d cut at %d", seed, cut).isFalse();
      }
    }
  }

  @Test
  void whatFollowsAnEventOnItsLineMakesItNone() {
    byte[] two = "{\"Event\":\"A\"}{\"Event\":\"B\"}".getBytes(StandardCharsets.UTF_8);
    assertThat(new EventScan().scan(two, 0, two.length)).isFalse();
  }
}
