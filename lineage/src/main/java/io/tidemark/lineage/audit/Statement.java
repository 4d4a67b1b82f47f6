package io.tidemark.lineage.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is said of some files: an in-toto Statement v1.
 *
 * @param subjects name to hex SHA-256 of its bytes
 * @param predicateType a URI that tells what the predicate is
 */
public record Statement(
    SortedMap<String, String> subjects, String predicateType, Map<String, ?> predicate) {

  private static final String TYPE = "https://in-toto.io/Statement/v1";

  public Statement {
    subjects = new TreeMap<>(subjects);
    predicate = Map.copyOf(predicate);
  }

  /** RFC 8785 text. */
  public String json() {
    List<Map<String, Object>> subject =
        subjects.entrySet().stream()
            .map(
                each -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("name", each.getKey());
                  one.put("digest", Map.of("sha256", each.getValue()));
                  return one;
                })
            .toList();
    SortedMap<String, Object> json = new TreeMap<>();
    json.put("_type", TYPE);
    json.put("subject", subject);
    json.put("predicateType", predicateType);
    json.put("predicate", predicate);
    return CanonicalJson.write(json);
  }
}
