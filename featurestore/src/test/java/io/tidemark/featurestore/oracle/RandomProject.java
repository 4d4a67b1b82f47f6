package io.tidemark.featurestore.oracle;

import io.tidemark.featurestore.definition.Knowledge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Random views over one random spine, the windows they are materialised in, and what the contract
 * says the training sets hold. A case is one view under one knowledge. The universes of a seed have
 * the same definitions, and rows, keys, windows and spines of their own.
 */
final class RandomProject {

  /** A row of the spine. */
  record Asked(int id, @Nullable Long time, Map<String, @Nullable Object> keys) {
    List<@Nullable Object> key(Policy policy) {
      List<@Nullable Object> key = new ArrayList<>();
      policy.keys().forEach(column -> key.add(keys.get(column)));
      return key;
    }
  }

  private static final List<@Nullable Object> NOTHING = Arrays.asList(null, null, null);
  private static final int ASKED = 40;

  private final long seed;
  private final int size;
  private final int universe;
  private final List<RandomView> views = new ArrayList<>();
  private final List<Window> windows;
  private final List<Asked> asked = new ArrayList<>();
  private final List<Knowledge> knowledge;
  private final Map<RandomView, List<Stored>> stored = new HashMap<>();

  RandomProject(long seed, int size, int universe) {
    this.seed = seed;
    this.size = size;
    this.universe = universe;
    SplittableRandom seeds = new SplittableRandom(seed);
    Random shared = new Random(seeds.nextLong());
    Random own = new Random(seeds.nextLong() + universe);
    Calendar calendar = new Calendar(shared);
    this.windows = calendar.windows(own, 2 + own.nextInt(2));
    for (int i = 0; i < size; i++) {
      Policy policy = Policy.random(shared, i, keys(shared), calendar);
      views.add(new RandomView(own, policy, calendar, universe, windows.size()));
    }
    for (int i = 0; i < ASKED; i++) {
      boolean twice = i > 0 && own.nextInt(8) == 0;
      asked.add(twice ? asked.get(i - 1) : asked(own, universe * ASKED + i, calendar));
    }
    this.knowledge =
        List.of(
            new Knowledge(Knowledge.Mode.AS_KNOWN, null),
            new Knowledge(Knowledge.Mode.AS_CORRECTED, null),
            new Knowledge(Knowledge.Mode.AS_OF, RandomValues.instant(calendar.around(shared))));
  }

  private static List<String> keys(Random random) {
    Set<String> keys = new LinkedHashSet<>();
    for (int n = RandomValues.pick(random, 1, 1, 2, 2, 3); keys.size() < n; ) {
      keys.add(KeyColumns.ALL.get(random.nextInt(KeyColumns.ALL.size())));
    }
    return List.copyOf(keys);
  }

  private Asked asked(Random random, int id, Calendar calendar) {
    Map<String, @Nullable Object> keys = new TreeMap<>();
    for (String column : KeyColumns.ALL) {
      keys.put(column, KeyColumns.value(random, column, universe, 15));
    }
    return new Asked(id, random.nextInt(15) == 0 ? null : (Long) calendar.around(random), keys);
  }

  long seed() {
    return seed;
  }

  /** How many views the seed was asked for. */
  int size() {
    return size;
  }

  int universe() {
    return universe;
  }

  /** Whether a row of the spine with this id is of this universe. */
  boolean asks(int id) {
    return id / ASKED == universe;
  }

  List<RandomView> views() {
    return views;
  }

  List<Window> windows() {
    return windows;
  }

  List<Asked> asked() {
    return asked;
  }

  /** As known, as corrected, and as of a time. */
  List<Knowledge> knowledge() {
    return knowledge;
  }

  /** What a view's table holds when every window was materialised. */
  List<Stored> stored(RandomView view) {
    return stored.computeIfAbsent(
        view,
        v -> {
          Knowing table = new Knowing(view.policy());
          for (int i = 0; i < windows.size(); i++) {
            try {
              table.materialize(view.state(i), windows.get(i));
            } catch (Knowing.Refused refused) {
              // The view is as it was.
            }
          }
          return table.rows();
        });
  }

  /** The spine's ids, and the features, event time and known-at of the view. */
  List<String> expected(RandomView view, Knowledge known) {
    Policy policy = view.policy();
    List<String> lines = new ArrayList<>();
    for (Asked ask : asked) {
      lines.add(
          AsOf.found(policy, stored(view), ask.key(policy), ask.time(), known)
              .map(row -> line(ask.id(), row.values(), row.event(), row.known()))
              .orElse(line(ask.id(), NOTHING, null, null)));
    }
    return lines;
  }

  static String line(
      int id, List<@Nullable Object> values, @Nullable Long event, @Nullable Long known) {
    StringBuilder line = new StringBuilder().append(id);
    values.forEach(value -> line.append('|').append(RandomValues.text(value)));
    return line.append('|').append(event).append('|').append(known).toString();
  }
}
