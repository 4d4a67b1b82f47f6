package io.tidemark.lineage.definition;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON Schema of definitions, made from the declarations that reading uses. */
public final class Schemas {
  static final Map<String, Object> STRING = Map.of("type", "string");

  /** Text: YAML may take it for a number or a boolean, reading does not. */
  static final Map<String, Object> TEXT = Map.of("type", List.of("string", "number", "boolean"));

  static final Map<String, Object> BOOLEAN =
      anyOf(Map.of("type", "boolean"), pattern("^(true|false)$|\\$\\{var:"));

  private static final String VARIABLE = "\\$\\{var:";

  private Schemas() {}

  /** The schema of one document, draft 2020-12, as {@code validate --schema} prints it. */
  public static String json() {
    return json(Kinds.load());
  }

  static String json(Kinds kinds) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "A document of a Tidemark project");
    root.put("type", "object");
    root.put("required", List.of("apiVersion", "kind", "metadata", "spec"));
    root.put(
        "properties",
        ordered(
            "apiVersion",
            Map.of("const", Kinds.API_VERSION),
            "kind",
            Map.of("enum", kinds.names())));
    List<Object> ways = new ArrayList<>();
    Map<String, Object> defs = new LinkedHashMap<>();
    for (Kind<?> kind : kinds.all()) {
      ways.add(
          ordered(
              "if", Map.of("properties", Map.of("kind", Map.of("const", kind.name()))),
              "then", Map.of("$ref", "#/$defs/" + kind.name())));
      defs.put(kind.name(), document(kind));
    }
    root.put("allOf", ways);
    root.put("$defs", defs);
    return Json.pretty(root) + "\n";
  }

  private static Map<String, Object> document(Kind<?> kind) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("apiVersion", Map.of("const", Kinds.API_VERSION));
    properties.put("kind", Map.of("const", kind.name()));
    properties.put("metadata", MetadataFields.shape(kind.versioned()).schema());
    properties.put("spec", kind.spec().schema());
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    return schema;
  }

  static Map<String, Object> pattern(String regex) {
    return ordered("type", "string", "pattern", regex);
  }

  static Map<String, Object> patternOrVariable(String regex) {
    return pattern(regex + "|" + VARIABLE);
  }

  static Map<String, Object> choice(List<String> words) {
    return anyOf(Map.of("enum", words), pattern(VARIABLE));
  }

  static Map<String, Object> integer(int min, int max) {
    Map<String, Object> number = ordered("type", "integer", "minimum", min);
    if (max < 999_999_999) {
      number.put("maximum", max);
    }
    return anyOf(number, pattern("^-?[0-9]+$|" + VARIABLE));
  }

  static Map<String, Object> number(@Nullable BigDecimal min, @Nullable BigDecimal max) {
    Map<String, Object> number = new LinkedHashMap<>();
    number.put("type", "number");
    if (min != null) {
      number.put("minimum", min.intValueExact());
    }
    if (max != null) {
      number.put("maximum", max.intValueExact());
    }
    return anyOf(number, pattern("^[-+.0-9eE]+$|" + VARIABLE));
  }

  static Map<String, Object> tagged(Map<String, Object> shape, String tag, String name) {
    Map<String, Object> schema = new LinkedHashMap<>(shape);
    Map<String, Object> properties = new LinkedHashMap<>();
    if (shape.get("properties") instanceof Map<?, ?> declared) {
      declared.forEach((k, v) -> properties.put(String.valueOf(k), v));
    }
    properties.put(tag, Map.of("const", name));
    schema.put("properties", properties);
    return schema;
  }

  /** The same, or null: an absent value may be written so. */
  static Map<String, Object> orNull(Map<String, Object> schema) {
    Object type = schema.get("type");
    if (type == null) {
      return anyOf(schema, Map.of("type", "null"));
    }
    List<Object> types = new ArrayList<>(type instanceof List<?> list ? list : List.of(type));
    types.add("null");
    Map<String, Object> copy = new LinkedHashMap<>(schema);
    copy.put("type", types);
    return copy;
  }

  private static Map<String, Object> anyOf(Map<String, Object> a, Map<String, Object> b) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("anyOf", List.of(a, b));
    return schema;
  }

  private static Map<String, Object> ordered(String a, Object x, String b, Object y) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(a, x);
    map.put(b, y);
    return map;
  }
}
