package io.tidemark.lineage.definition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values made of others. */
final class Collections {
  private Collections() {}

  static final class ListType<T> extends ValueType<List<T>> {
    private final ValueType<T> item;
    private final int least;
    private final boolean distinct;

    ListType(ValueType<T> item, int least, boolean distinct) {
      this.item = item;
      this.least = least;
      this.distinct = distinct;
    }

    @Override
    @Nullable Parsed<List<T>> read(Cursor at) {
      List<Cursor> items = at.items(expects());
      if (items == null) {
        return null;
      }
      if (items.size() < least) {
        at.error("BAD_VALUE", at.path() + " is empty", "expected " + expects());
      }
      List<T> values = new ArrayList<>();
      List<Object> json = new ArrayList<>();
      List<Integer> origins = new ArrayList<>();
      Set<T> seen = new HashSet<>();
      for (Cursor each : items) {
        Parsed<T> parsed = item.read(each);
        if (parsed == null) {
          continue;
        }
        if (distinct && !seen.add(parsed.value())) {
          String message = "'" + parsed.value() + "' stands twice in " + at.path();
          each.error("DUPLICATE_ITEM", message, "remove one");
          continue;
        }
        values.add(parsed.value());
        json.add(parsed.json());
        String path = each.path();
        origins.add(Integer.parseInt(path.substring(path.lastIndexOf('[') + 1, path.length() - 1)));
      }
      return new Parsed<>(List.copyOf(values), json, origins);
    }

    @Override
    String expects() {
      return "a list of " + item.expects();
    }

    @Override
    Map<String, Object> schema() {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "array");
      schema.put("items", Schemas.orNull(item.schema()));
      if (least > 0) {
        schema.put("minItems", least);
      }
      return schema;
    }
  }

  static final class MapType<T> extends ValueType<SortedMap<String, T>> {
    private final @Nullable ValueType<String> key;
    private final ValueType<T> value;

    MapType(@Nullable ValueType<String> key, ValueType<T> value) {
      this.key = key;
      this.value = value;
    }

    @Override
    @Nullable Parsed<SortedMap<String, T>> read(Cursor at) {
      Map<String, Cursor> entries = at.entries(expects());
      if (entries == null) {
        return null;
      }
      SortedMap<String, T> values = new TreeMap<>();
      Map<String, Object> json = new TreeMap<>();
      for (Map.Entry<String, Cursor> entry : entries.entrySet()) {
        Cursor each = entry.getValue();
        if (!isKey(entry.getKey(), each) || value.absent(each)) {
          continue;
        }
        Parsed<T> parsed = value.read(each);
        if (parsed != null) {
          values.put(entry.getKey(), parsed.value());
          json.put(entry.getKey(), parsed.json());
        }
      }
      return new Parsed<>(values, json);
    }

    private boolean isKey(String text, Cursor at) {
      if (key != null) {
        Cursor scalar = new Cursor(Field.scalar(text), at.path(), at.reading());
        return key.read(scalar) != null;
      }
      if (text.contains("${")) {
        at.error("BAD_VARIABLE", "'${' is not allowed in the key '" + text + "'", null);
        return false;
      }
      return true;
    }

    @Override
    String expects() {
      return "a map to " + value.expects();
    }

    @Override
    Map<String, Object> schema() {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "object");
      schema.put("additionalProperties", Schemas.orNull(value.schema()));
      if (key != null && key.schema().containsKey("pattern")) {
        schema.put("propertyNames", key.schema());
      }
      return schema;
    }
  }

  /** A map whose order counts: its JSON is a list, so that the order is part of the hash. */
  static final class EntriesType<T> extends ValueType<List<Map.Entry<String, T>>> {
    private final MapType<T> map;

    EntriesType(ValueType<String> key, ValueType<T> value) {
      this.map = new MapType<>(key, value);
    }

    @Override
    @Nullable Parsed<List<Map.Entry<String, T>>> read(Cursor at) {
      Parsed<SortedMap<String, T>> parsed = map.read(at);
      List<String> inOrder = at.keys();
      if (parsed == null) {
        return null;
      }
      Map<?, ?> json = (Map<?, ?>) parsed.json();
      List<Map.Entry<String, T>> values = new ArrayList<>();
      List<Object> jsons = new ArrayList<>();
      for (String name : inOrder) {
        T value = parsed.value().get(name);
        if (value != null) {
          values.add(Map.entry(name, value));
          jsons.add(Map.of(name, Objects.requireNonNull(json.get(name))));
        }
      }
      return new Parsed<>(List.copyOf(values), jsons);
    }

    @Override
    String expects() {
      return map.expects();
    }

    @Override
    Map<String, Object> schema() {
      return map.schema();
    }
  }

  /** A value that becomes another; its JSON stays. */
  static final class ConvertedType<S, T> extends ValueType<T> {
    private final ValueType<S> from;
    private final Function<S, T> convert;

    ConvertedType(ValueType<S> from, Function<S, T> convert) {
      this.from = from;
      this.convert = convert;
    }

    @Override
    @Nullable Parsed<T> read(Cursor at) {
      Parsed<S> parsed = from.read(at);
      return parsed == null
          ? null
          : new Parsed<>(convert.apply(parsed.value()), parsed.json(), parsed.origins());
    }

    @Override
    String expects() {
      return from.expects();
    }

    @Override
    Map<String, Object> schema() {
      return from.schema();
    }
  }

  static final class ObjectType<T> extends ValueType<T> {
    private final Shape shape;
    private final Consumer<Fields> check;
    private final Function<Fields, T> build;

    ObjectType(Shape shape, Consumer<Fields> check, Function<Fields, T> build) {
      this.shape = shape;
      this.check = check;
      this.build = build;
    }

    @Override
    @Nullable Parsed<T> read(Cursor at) {
      Reading reading = at.reading();
      boolean failedBefore = reading.failed();
      reading.failed(false);
      Fields fields = shape.read(at);
      if (fields != null) {
        check.accept(fields);
      }
      boolean failed = reading.failed();
      reading.failed(failed || failedBefore);
      return fields == null || failed ? null : new Parsed<>(build.apply(fields), fields);
    }

    @Override
    String expects() {
      return shape.expects();
    }

    @Override
    Map<String, Object> schema() {
      return shape.schema();
    }
  }

  /** Its fields are there as far as they can be read; the document knows that it failed. */
  static final class FieldsType extends ValueType<Fields> {
    private final Shape shape;

    FieldsType(Shape shape) {
      this.shape = shape;
    }

    @Override
    @Nullable Parsed<Fields> read(Cursor at) {
      Fields fields = shape.read(at);
      return fields == null ? null : new Parsed<>(fields, fields);
    }

    @Override
    String expects() {
      return "a map";
    }

    @Override
    Map<String, Object> schema() {
      return shape.schema();
    }
  }

  static final class EitherType<T> extends ValueType<T> {
    private final ValueType<T> scalar;
    private final ValueType<T> other;

    EitherType(ValueType<T> scalar, ValueType<T> other) {
      this.scalar = scalar;
      this.other = other;
    }

    @Override
    @Nullable Parsed<T> read(Cursor at) {
      return at.isScalar() ? scalar.read(at) : other.read(at);
    }

    @Override
    String expects() {
      return scalar.expects();
    }

    @Override
    Map<String, Object> schema() {
      return Map.of("anyOf", List.of(scalar.schema(), other.schema()));
    }
  }

  static final class TaggedType<T> extends ValueType<T> {
    private final String tag;
    private final Map<String, ValueType<T>> ways;

    TaggedType(String tag, Map<String, ValueType<T>> ways) {
      this.tag = tag;
      this.ways = new LinkedHashMap<>(ways);
    }

    @Override
    @Nullable Parsed<T> read(Cursor at) {
      Map<String, Cursor> entries = at.entries(expects());
      if (entries == null) {
        return null;
      }
      Cursor kind = entries.get(tag);
      if (kind == null || kind.isNull()) {
        at.error("MISSING_FIELD", at.path() + "." + tag + " is missing", "give " + expects());
        return null;
      }
      String text = kind.text(Variables.Allowed.VARIABLES, "text");
      if (text == null) {
        return null;
      }
      ValueType<T> way = ways.get(text);
      if (way == null) {
        kind.wrong(text, "one of " + String.join(", ", ways.keySet()));
        return null;
      }
      return way.read(at);
    }

    @Override
    String expects() {
      return "a map whose " + tag + " is one of " + String.join(", ", ways.keySet());
    }

    @Override
    Map<String, Object> schema() {
      List<Object> schemas = new ArrayList<>();
      ways.forEach((name, way) -> schemas.add(Schemas.tagged(way.schema(), tag, name)));
      return Map.of("anyOf", schemas);
    }
  }
}
