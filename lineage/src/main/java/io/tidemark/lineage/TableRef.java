package io.tidemark.lineage;

import java.util.regex.Pattern;

/** A table of the warehouse; its folder is {@code <warehouse>/<schema>/<name>}. */
public record TableRef(String schema, String name) {

  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_]+");

  public TableRef {
    if (!PART.matcher(schema).matches() || !PART.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a table's name holds letters, digits and _ only: " + schema + "." + name);
    }
  }

  /** The table of {@code schema.name}. */
  public static TableRef parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException("a table is named schema.name: " + text);
    }
    return new TableRef(text.substring(0, dot), text.substring(dot + 1));
  }

  @Override
  public String toString() {
    return schema + "." + name;
  }
}
