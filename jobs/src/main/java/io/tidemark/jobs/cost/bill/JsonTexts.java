package io.tidemark.jobs.cost.bill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Maps that a column holds as the text of a JSON object. For one thread. */
final class JsonTexts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int KEPT = 10_000;

  // Lines of one resource have equal maps.
  private final Map<String, Map<String, String>> known = new HashMap<>();

  /** Key to value as text; null values are left out. */
  Map<String, String> of(String text) {
    Map<String, String> map = known.get(text);
    if (map == null) {
      map = parsed(text);
      if (known.size() >= KEPT) {
        known.clear();
      }
      known.put(text, map);
    }
    return map;
  }

  private static Map<String, String> parsed(String text) {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UnreadableRecordException("'" + start(text) + "' is no JSON");
    }
    if (!node.isObject()) {
      throw new UnreadableRecordException("'" + start(text) + "' is no JSON object");
    }
    Map<String, String> map = new TreeMap<>();
    node.fields()
        .forEachRemaining(
            field -> {
              JsonNode value = field.getValue();
              if (!value.isNull()) {
                map.put(field.getKey(), value.isValueNode() ? value.asText() : value.toString());
              }
            });
    return map;
  }

  private static String start(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
