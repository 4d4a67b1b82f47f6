package io.tidemark.lineage.registry;

import io.tidemark.lineage.audit.HashChain;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Builds and reads the payloads of events: what is null is left out, 64-bit numbers are text. */
final class Payload {

  private final SortedMap<String, Object> fields = new TreeMap<>();

  Payload put(String name, @Nullable Object value) {
    if (value instanceof Instant time) {
      fields.put(name, HashChain.micros(time));
    } else if (value instanceof Long number) {
      fields.put(name, number.toString());
    } else if (value instanceof Enum<?> word) {
      fields.put(name, word.name());
    } else if (value != null) {
      fields.put(name, value);
    }
    return this;
  }

  SortedMap<String, Object> fields() {
    return fields;
  }

  static @Nullable String text(Map<?, ?> payload, String name) {
    Object value = payload.get(name);
    return value == null ? null : value.toString();
  }

  /** A field that the event must have. */
  static String needText(Map<?, ?> payload, String name) {
    String value = text(payload, name);
    if (value == null) {
      throw new IllegalArgumentException("an event's payload has no " + name + ": " + payload);
    }
    return value;
  }

  static @Nullable Long number(Map<?, ?> payload, String name) {
    String value = text(payload, name);
    return value == null ? null : Long.valueOf(value);
  }

  static int integer(Map<?, ?> payload, String name, int otherwise) {
    String value = text(payload, name);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  static @Nullable Instant time(Map<?, ?> payload, String name) {
    String value = text(payload, name);
    return value == null ? null : Instant.parse(value);
  }

  static @Nullable Boolean flag(Map<?, ?> payload, String name) {
    return (Boolean) payload.get(name);
  }

  static Map<?, ?> map(Map<?, ?> payload, String name) {
    return payload.get(name) instanceof Map<?, ?> map ? map : Map.of();
  }

  @SuppressWarnings("unchecked")
  static List<Map<?, ?>> maps(Map<?, ?> payload, String name) {
    return payload.get(name) instanceof List<?> list ? (List<Map<?, ?>>) list : List.of();
  }

  static SortedMap<String, String> texts(Map<?, ?> payload, String name) {
    SortedMap<String, String> texts = new TreeMap<>();
    map(payload, name).forEach((key, value) -> texts.put(key.toString(), value.toString()));
    return texts;
  }
}
