package io.tidemark.featurestore.materialize;

import io.tidemark.featurestore.plan.FeatureTable;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rows of the verb's answer. */
final class Results {
  private Results() {}

  static Map<String, Object> head(FeatureTable table, Window window) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("view", table.view().definition().ref().toString());
    result.put("from", window.first() == null ? null : window.first().toString());
    result.put("to", window.last() == null ? null : window.last().toString());
    return result;
  }

  static Map<String, Object> refused(FeatureTable table, Window window) {
    Map<String, Object> result = head(table, window);
    result.put("status", "refused");
    result.put("table", table.ref().toString());
    return result;
  }
}
