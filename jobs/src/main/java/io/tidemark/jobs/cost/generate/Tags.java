package io.tidemark.jobs.cost.generate;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tags of a line as both maps of CUR 2.0 write them, quoted for CSV. Every line says that it is
 * synthetic.
 *
 * @param resourceTags keys in snake case after their scope
 * @param tags keys as their owners write them, after their scope
 */
record Tags(String resourceTags, String tags) {
  static final String JOB_FLOW = "aws:elasticmapreduce:job-flow-id";
  static final String ROLE = "aws:elasticmapreduce:instance-group-role";

  private static final String AWS = "aws:";
  private static final String MARK = "TidemarkSynthetic";

  /** Of a line that has none but the mark. */
  static final Tags NONE = of(Map.of());

  /** Of plain keys, and those that begin with {@code aws:}. */
  static Tags of(Map<String, String> plain) {
    SortedMap<String, String> all = new TreeMap<>(plain);
    all.put(MARK, "true");
    StringBuilder snake = new StringBuilder();
    StringBuilder kept = new StringBuilder();
    all.forEach(
        (key, value) -> {
          boolean aws = key.startsWith(AWS);
          pair(snake, (aws ? "" : "user_") + snake(key), value);
          pair(kept, "resourceTags/" + (aws ? "" : "user:") + key, value);
        });
    return new Tags("\"{" + snake + "}\"", "\"{" + kept + "}\"");
  }

  /** Of an owner's resource. */
  static Tags of(Owner owner) {
    return of(owner.tags());
  }

  private static String snake(String key) {
    return key.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "_");
  }

  private static void pair(StringBuilder map, String key, String value) {
    map.append(map.isEmpty() ? "" : ",");
    map.append("\"\"").append(key).append("\"\":\"\"").append(value).append("\"\"");
  }
}
