package io.tidemark.featurestore.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;

/**
 * A field that two texts of a definition do not have in common.
 *
 * @param path as definitions name their fields: {@code spec.features[0].column}
 */
record Difference(String path, String before, String after) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NOT_MEANING =
      List.of("metadata", "spec.quality", "spec.materialize", "spec.lifecycle");

  /** Every field that differs, less those that do not decide the rows. */
  static List<Difference> between(String before, String after) {
    List<Difference> found = new ArrayList<>();
    try {
      compare("", JSON.readTree(before), JSON.readTree(after), found);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a registered definition is no JSON", e);
    }
    return found;
  }

  @Override
  public String toString() {
    return "%s was %s, is %s".formatted(path, before, after);
  }

  private static void compare(
      String path, JsonNode before, JsonNode after, List<Difference> found) {
    if (before.equals(after)
        || NOT_MEANING.contains(path)
        || path.endsWith(".description")
        || path.endsWith(".sensitivity")) {
      return;
    }
    if (before.isObject() && after.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      for (Iterator<String> i = before.fieldNames(); i.hasNext(); ) {
        names.add(i.next());
      }
      for (Iterator<String> i = after.fieldNames(); i.hasNext(); ) {
        names.add(i.next());
      }
      for (String name : names) {
        String at = path.isEmpty() ? name : path + "." + name;
        compare(at, before.path(name), after.path(name), found);
      }
    } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
      for (int i = 0; i < before.size(); i++) {
        compare(path + "[" + i + "]", before.get(i), after.get(i), found);
      }
    } else {
      found.add(new Difference(path, shown(before), shown(after)));
    }
  }

  private static String shown(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return "absent";
    }
    String text = node.isTextual() ? node.textValue() : node.toString();
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }
}
