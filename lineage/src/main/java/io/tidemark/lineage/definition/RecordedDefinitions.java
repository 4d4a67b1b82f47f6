package io.tidemark.lineage.definition;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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
 * Reads definitions back from what was recorded of them, {@link Declared#json}, by the kinds' own
 * types. What a kind checks of one document is not asked again: it held when it was recorded, and
 * would take filled in defaults for something that was written.
 */
final class RecordedDefinitions {
  private static final String FILE = "manifest";

  private final Kinds kinds = Kinds.load();
  private final Links links = new Links(kinds);
  private final Path root;

  RecordedDefinitions(Path root) {
    this.root = root;
    // Such as a replacement that a view names: it decides nothing, and need not be recorded.
    links.addUnreadable();
  }

  /**
   * The definitions by kind and name.
   *
   * @throws IllegalArgumentException if one cannot be read
   */
  SortedMap<String, SortedMap<Ref, Declared<?>>> read(List<Map<String, ?>> definitions) {
    List<Document> documents = new ArrayList<>();
    for (Map<String, ?> each : definitions) {
      Document document = document(each);
      links.add(document);
      documents.add(document);
    }
    SortedMap<String, SortedMap<Ref, Declared<?>>> declared = new TreeMap<>();
    for (Document document : documents) {
      Declared<?> each = document.declared(links);
      if (each == null) {
        throw unreadable(document.kind().name() + " " + document.ref(), document.reading());
      }
      declared
          .computeIfAbsent(document.kind().name(), k -> new TreeMap<>())
          .put(document.ref(), each);
    }
    return declared;
  }

  private Document document(Map<String, ?> definition) {
    Object name = definition.get("kind");
    Kind<?> kind = name == null ? null : kinds.find(name.toString());
    if (kind == null) {
      throw new IllegalArgumentException("there is no kind " + name);
    }
    Reading reading = new Reading(FILE, 0, root, new Vars(new TreeMap<>(), true));
    Fields metadata =
        MetadataFields.shape(kind.versioned()).read(at("metadata", definition, reading));
    Fields spec = kind.spec().read(at("spec", definition, reading));
    if (metadata == null || spec == null || reading.failed()) {
      throw unreadable(kind.name(), reading);
    }
    return new Document(kind, FILE, 0, reading, metadata, spec);
  }

  private static Cursor at(String part, Map<String, ?> definition, Reading reading) {
    Object value = definition.get(part);
    return new Cursor(node(value == null ? Map.of() : value), part, reading);
  }

  private static Node node(@Nullable Object value) {
    if (value == null) {
      return new ScalarNode(Tag.NULL, "null", ScalarStyle.PLAIN);
    }
    if (value instanceof Map<?, ?> map) {
      List<NodeTuple> tuples = new ArrayList<>();
      map.forEach(
          (key, each) -> tuples.add(new NodeTuple(Field.scalar(key.toString()), node(each))));
      return new MappingNode(Tag.MAP, tuples, FlowStyle.FLOW);
    }
    if (value instanceof List<?> list) {
      List<Node> items = list.stream().map(RecordedDefinitions::node).toList();
      return new SequenceNode(Tag.SEQ, items, FlowStyle.FLOW);
    }
    return Field.scalar(value.toString());
  }

  private static IllegalArgumentException unreadable(String what, Reading reading) {
    List<String> why = reading.problems().stream().map(Problem::message).toList();
    return new IllegalArgumentException(what + ": " + String.join("; ", why));
  }
}
