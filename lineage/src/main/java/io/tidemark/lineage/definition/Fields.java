package io.tidemark.lineage.definition;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The fields of one map of a document as far as they could be read, and where they stand. */
public final class Fields {
  private final Shape shape;
  private final Cursor at;
  private final Map<String, Parsed<?>> values = new LinkedHashMap<>();
  private final Set<String> present = new HashSet<>();
  private final SortedMap<String, String> hashedWith = new TreeMap<>();
  private List<String> order = List.of();

  Fields(Shape shape, Cursor at) {
    this.shape = shape;
    this.at = at;
  }

  /**
   * The value or default of a field that must have one.
   *
   * @throws IllegalStateException if it has none: call this only where reading found no problem
   */
  public <T> T get(Field<T> field) {
    T value = find(field);
    if (value == null) {
      throw new IllegalStateException(at.path() + "." + field.name() + " has no value");
    }
    return value;
  }

  /** The value or default of a field; null if it is absent or was not readable. */
  @SuppressWarnings("unchecked")
  public <T> @Nullable T find(Field<T> field) {
    Parsed<?> parsed = values.get(field.name());
    return parsed == null ? null : (T) parsed.value();
  }

  /** The items of a list that could be read; none if the list is absent. */
  public <T> List<T> list(Field<List<T>> field) {
    List<T> items = find(field);
    return items == null ? List.of() : items;
  }

  /** True if the file gives the field, readable or not. */
  public boolean has(Field<?> field) {
    return present.contains(field.name());
  }

  /** True if the file gives a list with something in it, readable or not. */
  public boolean hasItems(Field<?> list) {
    return has(list) && hasPath(Paths.item(list.name(), 0));
  }

  /** How many entries the file gives a map, readable or not. */
  public int entries(Field<?> map) {
    String below = Paths.child(at.path(), map.name()) + ".";
    return (int)
        at.reading().lines().tailMap(below).keySet().stream()
            .takeWhile(path -> path.startsWith(below))
            .filter(path -> path.indexOf('.', below.length()) < 0)
            .filter(path -> path.indexOf('[', below.length()) < 0)
            .count();
  }

  /** How many items the file gives a list, readable or not. */
  public int items(Field<?> list) {
    int count = 0;
    while (hasPath(Paths.item(list.name(), count))) {
      count++;
    }
    return count;
  }

  /** The paths, relative to this map, of the items of a list that are null. */
  public List<String> nulls(Field<?> list) {
    return IntStream.range(0, items(list))
        .mapToObj(i -> Paths.item(list.name(), i))
        .filter(path -> at.reading().isLeftOut(Paths.child(at.path(), path)))
        .toList();
  }

  /** True if the file has something at a path, which is relative to this map. */
  boolean hasPath(String path) {
    return at.reading().lines().containsKey(Paths.child(at.path(), path));
  }

  /** Gives a field a value that other definitions decide, or that other fields do. */
  public <T> void set(Field<T> field, T value, Object json) {
    values.put(field.name(), new Parsed<>(value, json));
  }

  /**
   * Gives a field that this map may have, and the file does not give it, the value or default that
   * the field of that name has in another map.
   */
  public void inherit(Field<?> field, Fields from) {
    Parsed<?> parsed = from.values.get(field.name());
    if (shape.has(field) && !has(field) && parsed != null) {
      values.put(field.name(), parsed);
    }
  }

  /**
   * Replaces a value by one that says the same with others' words; the file's stays in the JSON.
   */
  @SuppressWarnings("unchecked")
  public <T> void refine(Field<T> field, T value) {
    Parsed<T> parsed = (Parsed<T>) values.get(field.name());
    if (parsed != null) {
      values.put(field.name(), new Parsed<>(value, parsed.json(), parsed.origins()));
    }
  }

  /** The path, relative to this map, of the item of a list that {@link #list} gives at an index. */
  public String item(Field<?> list, int index) {
    Parsed<?> parsed = values.get(list.name());
    List<Integer> origins = parsed == null ? List.of() : parsed.origins();
    return Paths.item(list.name(), index < origins.size() ? origins.get(index) : index);
  }

  /** Reports an error at a field; the path is relative to this map. */
  public void error(String path, String code, String message, @Nullable String fix) {
    at.reading()
        .error(path.isEmpty() ? at.path() : Paths.child(at.path(), path), code, message, fix);
  }

  /** Reports an error at a field. */
  public void error(Field<?> field, String code, String message, @Nullable String fix) {
    error(field.name(), code, message, fix);
  }

  /** Reports a warning at a field; the path is relative to this map. */
  public void warn(String path, String code, String message, @Nullable String fix) {
    at.reading().warn(Paths.child(at.path(), path), code, message, fix);
  }

  void present(Field<?> field) {
    present.add(field.name());
  }

  void put(Field<?> field, Parsed<?> parsed) {
    values.put(field.name(), parsed);
  }

  /** Keeps the order of names that another definition decides. */
  public void order(List<String> names) {
    order = List.copyOf(names);
  }

  /** The names given to {@link #order(List)}. */
  public List<String> order() {
    return order;
  }

  /** Notes that the document cannot be used, for a reason that is reported elsewhere. */
  void fail() {
    at.reading().fail();
  }

  void hashWith(String role, String hash) {
    hashedWith.put(role, hash);
  }

  SortedMap<String, String> hashedWith() {
    return hashedWith;
  }

  /**
   * SHA-256 in hex of this map's part of the definition's semantic hash, and of what else decides.
   */
  public String semanticHash(Map<String, String> with) {
    Map<String, Object> hashed = new LinkedHashMap<>();
    hashed.put("fields", json(Json.Part.SEMANTIC));
    hashed.put("with", with);
    return Json.hash(hashed);
  }

  /** The resolved values, as JSON knows them, of the fields that a part takes. */
  Map<String, Object> json(Json.Part part) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (Field<?> field : shape.fields()) {
      Parsed<?> parsed = values.get(field.name());
      if (parsed != null) {
        Json.put(json, field, parsed.json(), part);
      }
    }
    return json;
  }
}
