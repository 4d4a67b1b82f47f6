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
  private final Map<String, Set<String>> runs = new HashMap<>();

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
      String key = key(view, object.substring(DATASET.length(), version));
      covered
          .computeIfAbsent(key, k -> list())
          .add(new Coverage(view, Payload.time(payload, "from"), to));
      String lost = Payload.text(payload, "run");
      runs.computeIfAbsent(key, k -> new HashSet<>())
          .add(lost == null ? cells.needText("run_id") : lost);
    }
  }

  /** The runs whose coverage is known. */
  Set<String> runs(String viewRef, String table) {
    return runs.getOrDefault(key(viewRef, table), Set.of());
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
