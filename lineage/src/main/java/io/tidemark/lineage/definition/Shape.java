package io.tidemark.lineage.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields that a map may have. */
public final class Shape {
  private final List<Field<?>> fields;
  private final Map<String, Field<?>> byName = new LinkedHashMap<>();

  private final Map<String, String> refused;

  private Shape(List<Field<?>> fields, Map<String, String> refused) {
    this.fields = List.copyOf(fields);
    this.refused = Map.copyOf(refused);
    fields.forEach(f -> byName.put(f.name(), f));
  }

  /** A map of exactly these fields. */
  public static Shape of(Field<?>... fields) {
    return new Shape(List.of(fields), Map.of());
  }

  /** The same, which says why it does not have some keys that others have. */
  public Shape refusing(Map<String, String> reasons) {
    return new Shape(fields, reasons);
  }

  boolean has(Field<?> field) {
    return byName.containsKey(field.name());
  }

  List<Field<?>> fields() {
    return fields;
  }

  /** Reads every field, and reports what is unknown, missing or wrong; null if it is no map. */
  @Nullable Fields read(Cursor at) {
    Map<String, Cursor> entries = at.entries(expects());
    if (entries == null) {
      return null;
    }
    Fields read = new Fields(this, at);
    for (Map.Entry<String, Cursor> entry : entries.entrySet()) {
      if (!byName.containsKey(entry.getKey())) {
        unknown(entry.getKey(), entry.getValue(), at.path());
      }
    }
    for (Field<?> field : fields) {
      readField(field, entries, at, read);
    }
    return read;
  }

  String expects() {
    return "a map of " + String.join(", ", byName.keySet());
  }

  private static void readField(
      Field<?> field, Map<String, Cursor> entries, Cursor map, Fields into) {
    Cursor value = entries.get(field.name());
    boolean replaced = isThere(field.instead(), entries);
    if (value != null && !field.type().absent(value)) {
      into.present(field);
      if (replaced && field.instead() != null) {
        String both = field.name() + " and " + field.instead().name();
        value.error("CONFLICT", map.path() + " has both " + both, "keep one of them");
      }
      Parsed<?> parsed = field.type().read(value);
      if (parsed != null) {
        into.put(field, parsed);
      }
      if (field.later() != null && !sameAsDefault(field, parsed)) {
        notYet(value, field.later());
      }
      return;
    }
    Parsed<?> fallback = field.fallback();
    if (fallback != null) {
      into.put(field, fallback);
    } else if (field.required() && !replaced && !map.merges()) {
      String path = Paths.child(map.path(), field.name());
      Field<?> instead = field.instead();
      String or = instead == null || instead.later() != null ? "" : ", or " + instead.name();
      map.error("MISSING_FIELD", path + " is missing", "give " + field.type().expects() + or);
    }
  }

  private static boolean isThere(@Nullable Field<?> field, Map<String, Cursor> entries) {
    Cursor at = field == null ? null : entries.get(field.name());
    return field != null && at != null && !field.type().absent(at);
  }

  private static boolean sameAsDefault(Field<?> field, @Nullable Parsed<?> parsed) {
    Parsed<?> fallback = field.fallback();
    return fallback != null && (parsed == null || fallback.value().equals(parsed.value()));
  }

  static void notYet(Cursor at, String what) {
    at.error(
        "NOT_SUPPORTED",
        what + " not supported by this version of Tidemark yet",
        "remove " + at.path());
  }

  private void unknown(String key, Cursor at, String path) {
    String where = path.isEmpty() ? "the document" : path;
    String reason = refused.get(key);
    at.error(
        "UNKNOWN_KEY",
        "Unknown key '" + key + "' in " + where,
        reason != null
            ? "remove it, " + reason
            : Nearest.hint(key, byName.keySet())
                .orElse("the keys are " + String.join(", ", byName.keySet())));
  }

  /** The JSON Schema of such a map. */
  Map<String, Object> schema() {
    return schema(true);
  }

  /** The same of a map that may leave out anything, as one that is laid over another. */
  Map<String, Object> schema(boolean complete) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    List<Object> either = new ArrayList<>();
    for (Field<?> field : fields) {
      if (field.later() != null && field.fallback() == null) {
        continue;
      }
      Map<String, Object> schema = new LinkedHashMap<>(field.type().schema());
      Field<?> instead = field.instead();
      boolean replaceable = instead != null && instead.later() == null;
      if (complete && field.required() && instead != null && replaceable) {
        either.add(
            Map.of(
                "anyOf",
                List.of(
                    Map.of("required", List.of(field.name())),
                    Map.of("required", List.of(instead.name())))));
      }
      if (complete && field.required() && !replaceable) {
        required.add(field.name());
      } else {
        schema = Schemas.orNull(schema);
      }
      if (field.written() != null) {
        schema.put("default", field.written());
      }
      properties.put(field.name(), schema);
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    if (!either.isEmpty()) {
      schema.put("allOf", either);
    }
    schema.put("additionalProperties", false);
    return schema;
  }
}
