package io.tidemark.lineage.definition;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A key of a map in a definition: its name, how its value is written, what it is when it is not
 * there, and whether it decides the rows.
 */
public final class Field<T> {
  private final String name;
  private final ValueType<T> type;
  private final boolean required;
  private final boolean semantic;
  private final @Nullable Object written;
  private final @Nullable Parsed<T> fallback;
  private final @Nullable String later;
  private final @Nullable Field<?> instead;

  private Field(
      String name,
      ValueType<T> type,
      boolean required,
      boolean semantic,
      @Nullable Object written,
      @Nullable Parsed<T> fallback,
      @Nullable String later,
      @Nullable Field<?> instead) {
    this.name = name;
    this.type = type;
    this.required = required;
    this.semantic = semantic;
    this.written = written;
    this.fallback = fallback;
    this.later = later;
    this.instead = instead;
  }

  /** A field that must be there. */
  public static <T> Field<T> required(String name, ValueType<T> type) {
    return new Field<>(name, type, true, true, null, null, null, null);
  }

  /** A field that may be left out. */
  public static <T> Field<T> optional(String name, ValueType<T> type) {
    return new Field<>(name, type, false, true, null, null, null, null);
  }

  /** The same with a default, given as it would be written: text, Integer, Boolean, List or Map. */
  public Field<T> orElse(Object value) {
    Reading reading = new Reading(name, 0, Path.of("/"), new Vars(new TreeMap<>(), true));
    Parsed<T> parsed = type.read(new Cursor(node(value), name, reading));
    if (parsed == null) {
      throw new IllegalArgumentException(reading.problems().toString());
    }
    return new Field<>(name, type, required, semantic, value, parsed, later, instead);
  }

  /** The same, known as one that does not decide the rows. */
  public Field<T> physical() {
    return new Field<>(name, type, required, false, written, fallback, later, instead);
  }

  /**
   * The same, refused where it is used: its value is checked, and this version cannot do it yet.
   *
   * @param what the subject of the message
   */
  public Field<T> later(String what) {
    return new Field<>(name, type, required, semantic, written, fallback, what, instead);
  }

  /** The same, which another field can stand for: one of the two must be there, and not both. */
  public Field<T> unless(Field<?> other) {
    return new Field<>(name, type, required, semantic, written, fallback, later, other);
  }

  /** The key. */
  public String name() {
    return name;
  }

  ValueType<T> type() {
    return type;
  }

  boolean required() {
    return required;
  }

  boolean semantic() {
    return semantic;
  }

  @Nullable Object written() {
    return written;
  }

  @Nullable Parsed<T> fallback() {
    return fallback;
  }

  @Nullable String later() {
    return later;
  }

  @Nullable Field<?> instead() {
    return instead;
  }

  private static Node node(Object value) {
    if (value instanceof List<?> list) {
      List<Node> items = list.stream().map(Field::node).toList();
      return new SequenceNode(Tag.SEQ, items, FlowStyle.FLOW);
    }
    if (value instanceof Map<?, ?> map) {
      List<NodeTuple> entries = new ArrayList<>();
      map.forEach((key, each) -> entries.add(new NodeTuple(scalar(key.toString()), node(each))));
      return new MappingNode(Tag.MAP, entries, FlowStyle.FLOW);
    }
    return scalar(value.toString());
  }

  static Node scalar(String text) {
    return new ScalarNode(Tag.STR, text, ScalarStyle.DOUBLE_QUOTED);
  }
}
