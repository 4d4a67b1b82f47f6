package io.tidemark.lineage.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A node being read, and the path of its field. */
record Cursor(Node node, String path, Reading reading) {

  /** A key as it is written, and what stands at it. */
  record Entry(String key, Cursor value) {}

  static boolean isNull(Node node) {
    return node instanceof ScalarNode s
        && s.getScalarStyle() == ScalarStyle.PLAIN
        && switch (s.getValue()) {
          case "", "~", "null", "Null", "NULL" -> true;
          default -> false;
        };
  }

  boolean isNull() {
    return isNull(node);
  }

  boolean isMap() {
    return node instanceof MappingNode;
  }

  boolean isScalar() {
    return node instanceof ScalarNode;
  }

  /** The scalar as it is written; null if it is a map or a list. */
  @Nullable String raw() {
    return node instanceof ScalarNode s ? s.getValue() : null;
  }

  /** The scalar with its variables replaced; null after a problem. */
  @Nullable String text(Variables.Allowed allowed, String expects) {
    String raw = raw();
    if (raw == null) {
      wrongShape(expects);
      return null;
    }
    return Variables.expand(raw, allowed, this);
  }

  /** The items that are not null, each at its own index; null after a problem. */
  @Nullable List<Cursor> items(String expects) {
    if (!(node instanceof SequenceNode sequence)) {
      wrongShape(expects);
      return null;
    }
    List<Cursor> items = new ArrayList<>();
    int index = 0;
    for (Node item : sequence.getValue()) {
      String at = Paths.item(path, index++);
      reading.place(at, YamlFile.lineOf(item.getStartMark()));
      if (isNull(item)) {
        reading.leftOut(at);
      } else {
        items.add(new Cursor(item, at, reading));
      }
    }
    return items;
  }

  /** The entries by key, nulls included; null after a problem. */
  @Nullable Map<String, Cursor> entries(String expects) {
    if (!(node instanceof MappingNode mapping)) {
      wrongShape(expects);
      return null;
    }
    Map<String, Cursor> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      int line = YamlFile.lineOf(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        reading.errorAt(line, "BAD_KEY", "A key must be a scalar" + in(), "write it as text");
        continue;
      }
      String name = key.getValue();
      String at = Paths.child(path, name);
      if (isMerge(key)) {
        reading.errorAt(
            line, "YAML_MERGE_KEY", "The merge key << is not allowed", "write the keys out");
      } else if (entries.containsKey(name)) {
        Integer first = reading.lines().get(at);
        reading.errorAt(
            line,
            "DUPLICATE_KEY",
            "The key '" + name + "' stands twice" + in() + ", first in line " + first,
            "remove one");
      } else {
        reading.place(at, line);
        entries.put(name, new Cursor(tuple.getValueNode(), at, reading));
      }
    }
    return entries;
  }

  /** True if the map has the merge key, which might bring what it lacks and is refused itself. */
  boolean merges() {
    return node instanceof MappingNode mapping
        && mapping.getValue().stream()
            .anyMatch(tuple -> tuple.getKeyNode() instanceof ScalarNode key && isMerge(key));
  }

  private static boolean isMerge(ScalarNode key) {
    return key.getValue().equals("<<") && key.getScalarStyle() == ScalarStyle.PLAIN;
  }

  /** The scalar keys in the order of the file; none if this is no map. */
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          keys.add(key.getValue());
        }
      }
    }
    return keys;
  }

  /** The value of a variable; null after a problem. */
  @Nullable String variable(String name) {
    String value = reading.vars().values().get(name);
    if (value == null) {
      reading.fail();
      if (reading.vars().known()) {
        error(
            "UNKNOWN_VARIABLE",
            "The variable '" + name + "' is not declared",
            Nearest.hint(name, reading.vars().values().keySet())
                .orElse("declare it in the project's vars or in the environment"));
      }
    }
    return value;
  }

  void error(String code, String message, @Nullable String fix) {
    reading.error(path, code, message, fix);
  }

  void wrong(String value, String expects) {
    error("BAD_VALUE", path + " is '" + shortened(value) + "'", "expected " + expects);
  }

  void wrongShape(String expects) {
    String what = isScalar() ? "a scalar" : isMap() ? "a map" : "a list";
    error("BAD_SHAPE", path + " is " + what, "expected " + expects);
  }

  private String in() {
    return path.isEmpty() ? "" : " in " + path;
  }

  private static String shortened(String value) {
    String line = value.lines().findFirst().orElse("");
    return line.length() == value.length() && line.length() <= 60
        ? line
        : line.substring(0, Math.min(57, line.length())) + "...";
  }
}
