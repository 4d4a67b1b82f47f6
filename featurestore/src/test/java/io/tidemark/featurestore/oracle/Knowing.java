package io.tidemark.featurestore.oracle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One view's table by CONTRACT A.4, M.1-M.5 and contract/pit.md 1-7 and 16, by brute force. */
final class Knowing {

  /** What a materialisation reports. */
  record Counts(
      long read, long added, long duplicate, long nullKey, long nullEvent, long nullKnown) {}

  /** Rows that nothing orders, or that overlap: the view is refused and stays as it was. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private final Policy policy;
  private final List<Stored> rows = new ArrayList<>();
  private final List<long[]> covered = new ArrayList<>();
  private int seq;

  Knowing(Policy policy) {
    this.policy = policy;
  }

  List<Stored> rows() {
    return rows;
  }

  /** The ordinal of the newest materialisation that brought rows. */
  int seq() {
    return seq;
  }

  /** Adds what the table lacks of a window's rows. */
  Counts materialize(Collection<Given> source, Window window) throws Refused {
    long from = window.from(policy);
    long to = window.to();
    long[] counts = new long[4];
    List<Stored> chosen = new ArrayList<>();
    for (Given row : policy.isScd2() ? withEnds(source) : source) {
      Long time = policy.declared() ? row.known() : row.event();
      if (time != null && (time < from || time >= to)) {
        continue;
      }
      counts[0]++;
      Long event = row.event();
      Long known = row.known();
      if (!row.hasKey()) {
        counts[1]++;
      } else if (event == null) {
        counts[2]++;
      } else if (policy.declared() && known == null) {
        counts[3]++;
      } else {
        chosen.add(
            new Stored(
                row.keys(),
                event,
                known == null ? 0 : known,
                row.deleted(),
                row.id(),
                policy.hasTie() ? row.tie() : row.id(),
                row.stored(),
                seq + 1));
      }
    }
    List<Stored> added = policy.declared() ? unstored(chosen) : firstSeen(chosen, window.now());
    List<Stored> all = new ArrayList<>(rows);
    all.addAll(added);
    refuseTies(all);
    rows.addAll(added);
    covered.add(new long[] {from, to});
    seq += added.isEmpty() ? 0 : 1;
    return new Counts(
        counts[0], added.size(), chosen.size() - added.size(), counts[1], counts[2], counts[3]);
  }

  /** The rows and, where one ends and no row of its key starts, a deletion. */
  private static List<Given> withEnds(Collection<Given> source) throws Refused {
    List<Given> all = new ArrayList<>(source);
    for (Given row : source) {
      Long event = row.event();
      Long ends = row.ends();
      if (event == null) {
        continue;
      }
      boolean replaced = false;
      if (row.hasKey()) {
        if (ends != null && ends <= event) {
          throw new Refused();
        }
        for (Given other : source) {
          Long start = other.event();
          if (start == null || !other.keys().equals(row.keys())) {
            continue;
          }
          boolean reaches = start > event && (ends == null || ends > start);
          if (reaches || (start.equals(event) && differ(row, other))) {
            throw new Refused();
          }
          replaced |= start.equals(ends);
        }
      }
      if (ends != null && !replaced) {
        all.add(row.at(ends).with(true, row.values()));
      }
    }
    return all;
  }

  private static boolean differ(Given a, Given b) {
    return !a.with(a.deleted(), a.stored()).equals(b.with(b.deleted(), b.stored()));
  }

  private List<Stored> unstored(List<Stored> chosen) {
    Set<Object> seen = new HashSet<>();
    rows.forEach(r -> seen.add(List.of(r.place(), r.known(), r.content())));
    List<Stored> added = new ArrayList<>();
    for (Stored row : chosen) {
      if (seen.add(List.of(row.place(), row.known(), row.content()))) {
        added.add(row);
      }
    }
    return added;
  }

  private List<Stored> firstSeen(List<Stored> chosen, long now) throws Refused {
    Map<Object, Stored> newest = new HashMap<>();
    Set<Object> identities = new HashSet<>();
    for (Stored row : rows) {
      newest.merge(row.place(), row, (a, b) -> a.known() >= b.known() ? a : b);
      identities.add(List.of(row.keys(), row.event(), row.id()));
    }
    Map<Object, Stored> once = new LinkedHashMap<>();
    for (Stored row : chosen) {
      Stored other = once.putIfAbsent(row.place(), row);
      if (other != null && !other.content().equals(row.content())) {
        throw new Refused();
      }
    }
    List<Stored> added = new ArrayList<>();
    for (Stored row : once.values()) {
      Stored old = newest.get(row.place());
      if (old != null && old.content().equals(row.content())) {
        continue;
      }
      boolean late =
          identities.contains(List.of(row.keys(), row.event(), row.id()))
              || covered.stream().anyMatch(c -> c[0] <= row.event() && row.event() < c[1]);
      added.add(row.knownAt(late ? now : Math.min(row.event(), now)));
    }
    return added;
  }

  private static void refuseTies(List<Stored> all) throws Refused {
    Map<Object, Object> values = new HashMap<>();
    for (Stored row : all) {
      Object rank = List.of(row.keys(), row.event(), row.known(), row.tie());
      Object what = List.of(row.id(), row.content());
      Object other = values.putIfAbsent(rank, what);
      if (other != null && !other.equals(what)) {
        throw new Refused();
      }
    }
  }
}
