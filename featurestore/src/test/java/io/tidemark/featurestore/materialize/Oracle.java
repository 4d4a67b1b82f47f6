package io.tidemark.featurestore.materialize;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** CONTRACT M.1-M.5 and pit.md 1-7 by brute force, one view at a time. */
final class Oracle {
  /** A source row; times in microseconds, values as texts that are equal when the values are. */
  record Source(
      List<@Nullable Object> keys,
      @Nullable Long event,
      @Nullable Long known,
      boolean deleted,
      List<@Nullable Object> id,
      List<@Nullable Object> tie,
      List<@Nullable Object> features) {}

  /** A stored row. */
  record Stored(
      List<@Nullable Object> keys,
      long event,
      long known,
      boolean deleted,
      List<@Nullable Object> id,
      List<@Nullable Object> tie,
      List<@Nullable Object> features,
      int step) {

    List<Object> place() {
      return List.of(keys, event, id, tie);
    }

    List<Object> values() {
      return List.of(deleted, features);
    }

    Stored knownAt(long at) {
      return new Stored(keys, event, at, deleted, id, tie, features, step);
    }
  }

  record Counts(
      long read, long added, long duplicate, long nullKey, long nullEvent, long nullKnown) {}

  /** Rows that nothing orders. */
  static final class Tie extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final boolean declared;
  private final boolean hasTie;
  private final List<Stored> rows = new ArrayList<>();
  private final List<long[]> covered = new ArrayList<>();

  Oracle(boolean declared, boolean hasTie) {
    this.declared = declared;
    this.hasTie = hasTie;
  }

  List<Stored> rows() {
    return rows;
  }

  /** Adds a window's rows, or throws and leaves everything as it was. */
  Counts materialize(Collection<Source> source, long from, long to, long now, int step) {
    long[] counts = new long[4];
    List<Stored> chosen = new ArrayList<>();
    for (Source row : source) {
      Long time = declared ? row.known() : row.event();
      if (time != null && (time < from || time >= to)) {
        continue;
      }
      counts[0]++;
      if (row.keys().stream().anyMatch(Objects::isNull)) {
        counts[1]++;
      } else if (row.event() == null) {
        counts[2]++;
      } else if (declared && row.known() == null) {
        counts[3]++;
      } else {
        List<@Nullable Object> features = new ArrayList<>(row.features());
        if (row.deleted()) {
          features.replaceAll(f -> null);
        }
        chosen.add(
            new Stored(
                row.keys(),
                row.event(),
                row.known() == null ? 0 : row.known(),
                row.deleted(),
                row.id(),
                hasTie ? row.tie() : row.id(),
                features,
                step));
      }
    }
    List<Stored> added = declared ? unstored(chosen) : firstSeen(chosen, now);
    List<Stored> all = new ArrayList<>(rows);
    all.addAll(added);
    refuseTies(all);
    rows.addAll(added);
    covered.add(new long[] {from, to});
    return new Counts(
        counts[0], added.size(), chosen.size() - added.size(), counts[1], counts[2], counts[3]);
  }

  private List<Stored> unstored(List<Stored> chosen) {
    Set<Object> seen = new HashSet<>();
    rows.forEach(r -> seen.add(List.of(r.place(), r.known(), r.values())));
    List<Stored> added = new ArrayList<>();
    for (Stored row : chosen) {
      if (seen.add(List.of(row.place(), row.known(), row.values()))) {
        added.add(row);
      }
    }
    return added;
  }

  private List<Stored> firstSeen(List<Stored> chosen, long now) {
    Map<Object, Stored> newest = new HashMap<>();
    Set<Object> identities = new HashSet<>();
    for (Stored row : rows) {
      newest.merge(row.place(), row, (a, b) -> a.known() >= b.known() ? a : b);
      identities.add(List.of(row.keys(), row.event(), row.id()));
    }
    Map<Object, Stored> once = new LinkedHashMap<>();
    for (Stored row : chosen) {
      Stored other = once.putIfAbsent(row.place(), row);
      if (other != null && !other.values().equals(row.values())) {
        throw new Tie();
      }
    }
    List<Stored> added = new ArrayList<>();
    for (Stored row : once.values()) {
      Stored old = newest.get(row.place());
      if (old != null && old.values().equals(row.values())) {
        continue;
      }
      boolean late =
          identities.contains(List.of(row.keys(), row.event(), row.id()))
              || covered.stream().anyMatch(c -> c[0] <= row.event() && row.event() < c[1]);
      added.add(row.knownAt(late ? now : Math.min(row.event(), now)));
    }
    return added;
  }

  private static void refuseTies(List<Stored> all) {
    Map<Object, Object> values = new HashMap<>();
    for (Stored row : all) {
      Object rank = List.of(row.keys(), row.event(), row.known(), row.tie());
      Object what = List.of(row.id(), row.values());
      Object other = values.putIfAbsent(rank, what);
      if (other != null && !other.equals(what)) {
        throw new Tie();
      }
    }
  }
}
