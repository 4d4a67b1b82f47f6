package io.tidemark.lineage.definition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;

/** JSON of definitions: text, canonical text and digests of it. */
final class Json {
  private Json() {}

  /** Which fields of a definition count. */
  enum Part {
    ALL,
    SEMANTIC,
    PHYSICAL
  }

  /**
   * Adds a field's value to a map as far as the part takes it; what is left empty by that is not
   * added.
   */
  static void put(Map<String, Object> into, Field<?> field, Object value, Part part) {
    if (part == Part.SEMANTIC && !field.semantic()) {
      return;
    }
    Part inner = part == Part.PHYSICAL && !field.semantic() ? Part.ALL : part;
    Object json = plain(value, inner);
    if (inner != Part.PHYSICAL || !isEmpty(json)) {
      into.put(field.name(), json);
    }
  }

  private static Object plain(Object value, Part part) {
    if (value instanceof Fields fields) {
      return fields.json(part);
    }
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      list.forEach(item -> items.add(plain(item, part)));
      return items;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> items = new LinkedHashMap<>();
      map.forEach((k, v) -> items.put(String.valueOf(k), plain(v, part)));
      return items;
    }
    return part == Part.PHYSICAL ? Map.of() : value;
  }

  private static boolean isEmpty(Object json) {
    return (json instanceof Map<?, ?> map && map.isEmpty())
        || (json instanceof List<?> list && list.stream().allMatch(Json::isEmpty));
  }

  /** RFC 8785. */
  static String canonical(Object json) {
    StringBuilder text = new StringBuilder();
    write(json, text, "", false);
    try {
      return new JsonCanonicalizer(text.toString()).getEncodedString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two blanks a level, the keys in the order they have. */
  static String pretty(Object json) {
    StringBuilder text = new StringBuilder();
    write(json, text, "", true);
    return text.toString();
  }

  /** SHA-256 of the canonical text, in hex. */
  static String hash(Object json) {
    return Sha256.hex(canonical(json));
  }

  private static void write(
      @Nullable Object json, StringBuilder out, String indent, boolean pretty) {
    String inner = indent + "  ";
    if (json instanceof Map<?, ?> map) {
      out.append('{');
      for (Iterator<? extends Map.Entry<?, ?>> i = map.entrySet().iterator(); i.hasNext(); ) {
        Map.Entry<?, ?> entry = i.next();
        out.append(pretty ? "\n" + inner : "");
        quote(String.valueOf(entry.getKey()), out);
        out.append(pretty ? ": " : ":");
        write(entry.getValue(), out, inner, pretty);
        out.append(i.hasNext() ? "," : pretty ? "\n" + indent : "");
      }
      out.append('}');
    } else if (json instanceof List<?> list) {
      out.append('[');
      for (Iterator<?> i = list.iterator(); i.hasNext(); ) {
        write(i.next(), out, inner, pretty);
        out.append(i.hasNext() ? pretty ? ", " : "," : "");
      }
      out.append(']');
    } else if (json == null) {
      out.append("null");
    } else if (json instanceof Integer || json instanceof Long || json instanceof Boolean) {
      out.append(json);
    } else {
      quote(json.toString(), out);
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
