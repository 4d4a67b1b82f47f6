package io.tidemark.jobs.cost.bill;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The columns of one file of a bill. A name is found whatever its case and separators are: {@code
 * lineItem/UsageType} is {@code line_item_usage_type}.
 *
 * @param names as the file writes them
 */
record FileColumns(List<String> names) implements Serializable {
  FileColumns {
    // A list that Java can write to a task.
    names = new ArrayList<>(names);
  }

  /** The places by folded name; of equal names the first. */
  Map<String, Integer> places() {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      places.putIfAbsent(folded(names.get(i)), i);
    }
    return places;
  }

  /** Letters and digits alone, in lower case. */
  static String folded(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }
}
