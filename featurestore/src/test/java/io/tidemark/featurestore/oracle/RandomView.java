package io.tidemark.featurestore.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A view, and its source as it is before each materialisation: rows arrive late, twice, corrected,
 * dated ahead, deleted, with NULLs, and for a step at a time in conflict with each other.
 */
final class RandomView {
  private final Random random;
  private final Policy policy;
  private final Calendar calendar;
  private final int universe;
  private final List<List<Given>> states = new ArrayList<>();

  RandomView(Random random, Policy policy, Calendar calendar, int universe, int steps) {
    this.random = random;
    this.policy = policy;
    this.calendar = calendar;
    this.universe = universe;
    Source source = policy.isScd2() ? new Intervals() : new Events();
    for (int i = 0; i < steps; i++) {
      states.add(source.next());
    }
  }

  Policy policy() {
    return policy;
  }

  /** The source's rows at a step, in no order. */
  List<Given> state(int step) {
    return states.get(step);
  }

  /** A source that goes on. */
  private abstract static class Source {
    abstract List<Given> next();
  }

  private List<@Nullable Object> key() {
    List<@Nullable Object> key = new ArrayList<>();
    for (String column : policy.keys()) {
      key.add(KeyColumns.value(random, column, universe, 25));
    }
    return key;
  }

  private List<@Nullable Object> order(List<String> types) {
    List<@Nullable Object> values = new ArrayList<>();
    types.forEach(t -> values.add(RandomValues.order(random, t)));
    return values;
  }

  private Given fresh(List<@Nullable Object> key, @Nullable Long event) {
    Long known = null;
    if (policy.declared() && event != null && random.nextInt(25) > 0) {
      known = event + calendar.unit() * RandomValues.pick(random, 0, 0, 0, 1, 4, 9, -3);
    }
    return new Given(
        key,
        event,
        null,
        known,
        random.nextInt(8) == 0,
        order(policy.idTypes()),
        order(policy.tieTypes()),
        RandomValues.features(random));
  }

  private Given changed(Given row) {
    boolean deleted = random.nextInt(6) == 0;
    return row.with(deleted, RandomValues.features(random));
  }

  private List<Given> shuffled(List<Given> rows) {
    List<Given> all = new ArrayList<>(rows);
    for (int i = random.nextInt(4); i > 0 && !rows.isEmpty(); i--) {
      all.add(rows.get(random.nextInt(rows.size())));
    }
    java.util.Collections.shuffle(all, random);
    return all;
  }

  /** Rows that happened. */
  private final class Events extends Source {
    private final List<Given> rows = new ArrayList<>();

    @Override
    List<Given> next() {
      for (int i = rows.isEmpty() ? 20 : 6; i > 0; i--) {
        add(fresh(key(), random.nextInt(25) == 0 ? null : (Long) calendar.time(random)));
      }
      for (int i = random.nextInt(6); i > 0; i--) {
        correct(random.nextInt(rows.size()));
      }
      if (random.nextInt(5) == 0) {
        rows.remove(random.nextInt(rows.size()));
      }
      List<Given> all = new ArrayList<>(rows);
      if (random.nextInt(8) == 0) {
        all.add(changed(rows.get(random.nextInt(rows.size()))));
      }
      return shuffled(all);
    }

    /** A row that nothing could order beside another becomes a copy of it. */
    private void add(Given row) {
      rows.add(rows.stream().filter(r -> rank(r).equals(rank(row))).findFirst().orElse(row));
    }

    private void correct(int at) {
      Given row = rows.get(at);
      Given corrected = changed(row);
      Long known = row.known();
      if (!policy.declared()) {
        rows.replaceAll(r -> rank(r).equals(rank(row)) ? corrected : r);
      } else if (known != null) {
        add(corrected.known(known + calendar.unit() * (1 + random.nextInt(8))));
      }
    }

    private List<Object> rank(Given row) {
      return List.of(
          row.keys(),
          String.valueOf(row.event()),
          String.valueOf(row.known()),
          policy.hasTie() ? row.tie() : row.id());
    }
  }

  /** Rows that are valid for a while, one after another. */
  private final class Intervals extends Source {
    private final List<Given> rows = new ArrayList<>();

    @Override
    List<Given> next() {
      for (int i = rows.isEmpty() ? 18 : 6; i > 0; i--) {
        extend(key());
      }
      for (int i = random.nextInt(4); i > 0; i--) {
        int at = random.nextInt(rows.size());
        rows.set(at, random.nextBoolean() ? corrected(rows.get(at)) : shortened(rows.get(at)));
      }
      if (random.nextInt(4) == 0) {
        rows.remove(random.nextInt(rows.size()));
      }
      List<Given> all = new ArrayList<>(rows);
      if (random.nextInt(8) == 0) {
        all.add(changed(rows.get(random.nextInt(rows.size()))));
      }
      if (random.nextInt(8) == 0) {
        Given row = rows.get(random.nextInt(rows.size()));
        all.add(fresh(row.keys(), row.event()).until(row.event()));
      }
      return shuffled(all);
    }

    /** Closes what is open, or begins at or after the last end. */
    private void extend(List<@Nullable Object> key) {
      int last = -1;
      for (int i = 0; i < rows.size(); i++) {
        if (rows.get(i).keys().equals(key) && rows.get(i).event() != null) {
          last = i;
        }
      }
      if (last < 0) {
        Long start = random.nextInt(25) == 0 ? null : (Long) calendar.time(random);
        rows.add(fresh(key, start).until(end(start)));
        return;
      }
      Given row = rows.get(last);
      Long ends = row.ends();
      if (ends == null) {
        rows.set(last, row.until(row.event() + calendar.unit() * (1 + random.nextInt(6))));
      } else {
        Long start = ends + calendar.unit() * RandomValues.pick(random, 0, 0, 1, 3);
        rows.add(fresh(key, start).until(end(start)));
      }
    }

    private @Nullable Long end(@Nullable Long start) {
      return start == null || random.nextInt(3) == 0
          ? null
          : (Long) (start + calendar.unit() * (1 + random.nextInt(12)));
    }

    private Given corrected(Given row) {
      Long known = row.known();
      Given other = changed(row);
      return known == null ? other : other.known(known + calendar.unit() * (1 + random.nextInt(8)));
    }

    private Given shortened(Given row) {
      Long start = row.event();
      Long ends = row.ends();
      return start == null || ends == null || ends - start < 2 * calendar.unit()
          ? row
          : row.until(ends - calendar.unit());
    }
  }
}
