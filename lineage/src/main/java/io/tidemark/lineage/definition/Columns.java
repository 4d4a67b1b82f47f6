package io.tidemark.lineage.definition;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Checks of columns against a schema that a source declares. */
public final class Columns {
  private static final Set<String> INTEGERS = Set.of("TINYINT", "SMALLINT", "INT", "BIGINT");

  private Columns() {}

  /** The declared columns of a source, found whatever their case; none if it declares none. */
  public static SortedMap<String, SqlType> of(List<Column> schema) {
    SortedMap<String, SqlType> types = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    schema.forEach(column -> types.put(column.name(), column.type()));
    return types;
  }

  /** Reports a column that the schema does not have. */
  public static void missing(Fields at, String path, String column, Collection<String> columns) {
    at.error(
        path,
        "UNKNOWN_COLUMN",
        "The source has no column '" + column + "'",
        Nearest.hint(column, columns).orElse("its columns are " + String.join(", ", columns)));
  }

  /**
   * Reports a column that a declared schema does not have, or has with another type.
   *
   * @param schema empty where the source declares none: nothing is reported
   */
  public static void check(
      Fields at, String path, String column, SqlType type, Map<String, SqlType> schema) {
    if (schema.isEmpty()) {
      return;
    }
    SqlType found = schema.get(column);
    if (found == null) {
      missing(at, path, column, schema.keySet());
    } else if (!found.equals(type)) {
      at.error(
          path,
          "WRONG_TYPE",
          "The source's column " + column + " is " + found + ", not " + type,
          "types are not converted; declare the same type on both sides");
    }
  }

  /** Reports a column that a declared schema does not have. */
  public static void check(Fields at, String path, String column, Map<String, SqlType> schema) {
    if (!schema.isEmpty() && !schema.containsKey(column)) {
      missing(at, path, column, schema.keySet());
    }
  }

  /** Reports a time column that the schema does not have, or whose type its form does not fit. */
  public static void checkTime(
      Fields at, String path, TimeColumn time, Map<String, SqlType> schema) {
    SqlType type = schema.get(time.column());
    if (type == null) {
      missing(at, path + ".column", time.column(), schema.keySet());
      return;
    }
    String fix = timeFix(time, type);
    if (!fix.isEmpty()) {
      at.error(
          path,
          "BAD_TIME",
          "The times of " + time.column() + " cannot be read so, its type is " + type,
          fix);
    }
  }

  /** What to do so that times of a type can be read in the declared form; empty if they can. */
  public static String timeFix(TimeColumn time, SqlType type) {
    boolean formatted = time.format() != null;
    String form =
        switch (type.base()) {
          case "TIMESTAMP", "DATE" ->
              time.unit() == null && !formatted && time.zone() == null
                  ? ""
                  : "name the column alone";
          case "TIMESTAMP_NTZ" ->
              time.unit() == null && !formatted && time.zone() != null ? "" : "give {column, zone}";
          case "STRING" -> formatted ? "" : "give {column, format}";
          default -> "take a column of times, integers or text";
        };
    if (INTEGERS.contains(type.base())) {
      return time.unit() != null || formatted ? "" : "give {column, unit} or {column, format}";
    }
    return form;
  }
}
