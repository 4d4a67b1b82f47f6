package io.tidemark.jobs.bench;

import io.tidemark.jobs.definition.BenchKnobs;
import java.util.ArrayList;
import java.util.List;

/** What the tables and columns of the generated project are called. */
final class Names {
  static final String KEY = "customer_id";
  static final String TIME = "asked_at";
  static final String ROW = "row_id";
  static final String EVENT_TS = "event_ts";
  static final String KNOWN_AT = "known_at";

  private Names() {}

  static List<String> views(BenchKnobs knobs) {
    List<String> views = new ArrayList<>();
    for (int view = 0; view < knobs.views(); view++) {
      views.add("view_" + view);
    }
    return views;
  }

  /** A view's features; no two views have one of the same name. */
  static List<String> features(BenchKnobs knobs, int view) {
    List<String> features = new ArrayList<>();
    for (int feature = 0; feature < knobs.features(); feature++) {
      features.add("v" + view + "_f" + feature);
    }
    return features;
  }

  /** The column with the event time of what was taken of a view. */
  static String eventTime(int view) {
    return "view_" + view + "__" + EVENT_TS;
  }

  /** The column with the known-at of what was taken of a view. */
  static String knownAt(int view) {
    return "view_" + view + "__" + KNOWN_AT;
  }
}
