package io.tidemark.lineage.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The environments by name; what is in them is read where they are laid over the project. */
final class EnvironmentsType extends ValueType<SortedSet<String>> {
  private static final String NAME = "[A-Za-z][A-Za-z0-9_-]{0,59}";

  private final Shape overlay;

  EnvironmentsType(Shape overlay) {
    this.overlay = overlay;
  }

  @Override
  @Nullable Parsed<SortedSet<String>> read(Cursor at) {
    Map<String, Cursor> entries = at.entries(expects());
    if (entries == null) {
      return null;
    }
    SortedSet<String> names = new TreeSet<>();
    entries.forEach(
        (name, value) -> {
          if (value.isNull()) {
            return;
          }
          if (!name.matches(NAME)) {
            value.error("BAD_VALUE", "'" + name + "' cannot name an environment", NAME);
          }
          Map<String, Cursor> fields = value.entries("a map laid over spec");
          if (fields != null && fields.containsKey("environments")) {
            fields
                .get("environments")
                .error("UNKNOWN_KEY", "An environment cannot hold environments", "remove it");
          }
          walk(value);
          names.add(name);
        });
    return new Parsed<>(names, List.copyOf(names));
  }

  /** Finds duplicate keys, which are gone once the maps are merged. */
  private static void walk(Cursor at) {
    if (!at.isMap()) {
      return;
    }
    Map<String, Cursor> entries = at.path().isEmpty() ? null : at.entries("a map");
    if (entries != null) {
      entries.values().forEach(EnvironmentsType::walk);
    }
  }

  @Override
  String expects() {
    return "a map from environment to what is laid over spec";
  }

  @Override
  Map<String, Object> schema() {
    Map<String, Object> partial = new LinkedHashMap<>(overlay.schema(false));
    if (partial.get("properties") instanceof Map<?, ?> declared) {
      Map<String, Object> properties = new LinkedHashMap<>();
      declared.forEach((k, v) -> properties.put(String.valueOf(k), v));
      properties.put("targets", Map.of("type", List.of("object", "null")));
      partial.put("properties", properties);
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("propertyNames", Schemas.pattern("^" + NAME + "$"));
    schema.put("additionalProperties", Schemas.orNull(partial));
    return schema;
  }
}
