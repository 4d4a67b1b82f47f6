package io.tidemark.lineage.registry;

import io.tidemark.lineage.audit.CanonicalJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What materialisations have covered, as far as the event log was read. */
final class CoverageIndex {

  private static final String DATASET = "dataset/";

  private final Set<String> files = new HashSet<>();
  private final Map<String, List<Coverage>> covered = new HashMap<>();

  /** The files of the log that were read. */
  Set<String> files() {
    return files;
  }

  /** Takes an event in, if it says that something was covered. */
  void add(Cells cells) {
    String object = cells.needText("object");
    int version = object.lastIndexOf('@');
    if (version < 0
        || !object.startsWith(DATASET)
        || !Action.DATASET_READ.name().equals(cells.text("action"))) {
      return;
    }
    Map<?, ?> payload = Payload.map(CanonicalJson.read(cells.needText("payload")), "covered");
    Instant to = Payload.time(payload, "to");
    if (to != null && payload.get("view") instanceof String view) {
      covered
          .computeIfAbsent(key(view, object.substring(DATASET.length(), version)), k -> list())
          .add(new Coverage(view, Payload.time(payload, "from"), to));
    }
  }

  List<Coverage> of(String viewRef, String table) {
    return covered.getOrDefault(key(viewRef, table), List.of());
  }

  private static List<Coverage> list() {
    return new ArrayList<>();
  }

  private static String key(String viewRef, String table) {
    return viewRef + " " + table;
  }
}
