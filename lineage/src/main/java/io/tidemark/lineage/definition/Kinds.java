package io.tidemark.lineage.definition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The kinds on the class path, and the names of those that are yet to come. */
final class Kinds {
  static final String API_VERSION = "tidemark/v1";

  /** Known kinds that this version refuses, and whether they have versions. */
  private static final Map<String, Boolean> LATER =
      Map.of(
          "DriftMonitor", false,
          "CostAllocation", false,
          "Budget", false,
          "Job", false,
          "SubmitPolicy", false,
          "PromotionPolicy", true,
          "Model", false);

  private final Map<String, Kind<?>> byName = new LinkedHashMap<>();

  private Kinds() {}

  static Kinds load() {
    List<Kind<?>> found = new ArrayList<>();
    for (Kind<?> kind : ServiceLoader.load(Kind.class, Kinds.class.getClassLoader())) {
      found.add(kind);
    }
    found.sort(Comparator.comparing(Kind::name));
    Kinds kinds = new Kinds();
    found.forEach(kind -> kinds.byName.put(kind.name(), kind));
    return kinds;
  }

  Collection<Kind<?>> all() {
    return byName.values();
  }

  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  @Nullable Kind<?> find(String name) {
    return byName.get(name);
  }

  Kind<?> of(Class<? extends Definition> type) {
    for (Kind<?> kind : byName.values()) {
      if (kind.type() == type) {
        return kind;
      }
    }
    throw new IllegalArgumentException("No kind of " + type + " on the class path");
  }

  /** True for a kind that is ours, whether this version can do it or not. */
  boolean isKnown(String name) {
    return byName.containsKey(name) || isLater(name);
  }

  boolean isLater(String name) {
    return !byName.containsKey(name) && LATER.containsKey(name);
  }

  boolean versioned(String name) {
    Kind<?> kind = byName.get(name);
    return kind == null ? LATER.getOrDefault(name, false) : kind.versioned();
  }

  List<String> knownNames() {
    List<String> names = new ArrayList<>(byName.keySet());
    LATER.keySet().stream().filter(n -> !byName.containsKey(n)).forEach(names::add);
    names.sort(Comparator.naturalOrder());
    return names;
  }
}
