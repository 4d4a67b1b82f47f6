package io.tidemark.jobs.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Recomputes the hash chain of registry.event from the contract's words, with none of the product's
 * code.
 */
final class EventChain {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] DOMAIN = "tidemark-audit-v1\0".getBytes(StandardCharsets.UTF_8);

  private EventChain() {}

  /** What is wrong, one text each; rows as {@code SELECT * FROM registry.event} gives them. */
  static List<String> problems(List<JsonNode> events) {
    Map<String, List<JsonNode>> streams = new TreeMap<>();
    for (JsonNode event : events) {
      streams.computeIfAbsent(event.get("stream").asText(), s -> new ArrayList<>()).add(event);
    }
    List<String> problems = new ArrayList<>();
    streams.forEach((stream, rows) -> check(stream, rows, problems));
    return problems;
  }

  private static void check(String stream, List<JsonNode> rows, List<String> problems) {
    rows.sort(Comparator.comparingLong(r -> r.get("seq").asLong()));
    String prev = "0".repeat(64);
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      String at = stream + "#" + i + ": ";
      if (row.get("seq").asLong() != i) {
        problems.add(at + "seq " + row.get("seq"));
      }
      if (!row.get("prev_hash").asText().equals(prev)) {
        problems.add(at + "prev_hash");
      }
      String hash =
          Digests.sha256(
              DOMAIN, HexFormat.of().parseHex(prev), hashed(row).getBytes(StandardCharsets.UTF_8));
      if (!row.get("event_hash").asText().equals(hash)) {
        problems.add(at + "event_hash of " + hashed(row));
      }
      if (!stream.equals("run/" + row.get("run_id").asText())) {
        problems.add(at + "run_id");
      }
      prev = row.get("event_hash").asText();
    }
    String first = rows.get(0).get("action").asText();
    JsonNode last = rows.get(rows.size() - 1);
    if (!first.equals("RUN_STARTED")) {
      problems.add(stream + " starts with " + first);
    }
    if (!last.get("action").asText().matches("RUN_(COMPLETED|FAILED|ABORTED)")
        || payload(last).path("events").asInt() != rows.size()) {
      problems.add(stream + " ends with " + last);
    }
  }

  private static String hashed(JsonNode row) {
    payload(row);
    return "{\"action\":%s,\"actor\":%s,\"event_time\":%s,\"object\":%s,\"payload\":%s,\"seq\":%d,\"stream\":%s}"
        .formatted(
            row.get("action"),
            row.get("actor"),
            row.get("event_time"),
            row.get("object"),
            row.get("payload").asText(),
            row.get("seq").asLong(),
            row.get("stream"));
  }

  private static JsonNode payload(JsonNode row) {
    try {
      return JSON.readTree(row.get("payload").asText());
    } catch (JsonProcessingException e) {
      throw new AssertionError("payload is no JSON: " + row, e);
    }
  }
}
