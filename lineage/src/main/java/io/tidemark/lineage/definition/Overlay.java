package io.tidemark.lineage.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The project's document with its environments: maps merge by key, the rest is replaced. */
final class Overlay {
  private static final String ENVIRONMENTS = "environments";

  private final MappingNode root;

  Overlay(MappingNode root) {
    this.root = root;
  }

  /** The names of the declared environments, in the order of the file. */
  Set<String> environments() {
    MappingNode declared = map(map(root, "spec"), ENVIRONMENTS);
    Set<String> names = new LinkedHashSet<>();
    if (declared != null) {
      for (NodeTuple tuple : declared.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key && !Cursor.isNull(tuple.getValueNode())) {
          names.add(key.getValue());
        }
      }
    }
    return names;
  }

  /** The document with an environment laid over its spec; null and unknown ones change nothing. */
  MappingNode with(@Nullable String environment) {
    MappingNode spec = map(root, "spec");
    MappingNode over = environment == null ? null : map(map(spec, ENVIRONMENTS), environment);
    if (spec == null || over == null) {
      return root;
    }
    List<NodeTuple> tuples = new ArrayList<>();
    for (NodeTuple tuple : root.getValue()) {
      tuples.add(
          tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals("spec")
              ? new NodeTuple(tuple.getKeyNode(), merge(spec, over, true))
              : tuple);
    }
    return copy(root, tuples);
  }

  /** The variables that an environment sees. */
  SortedMap<String, String> vars(@Nullable String environment) {
    SortedMap<String, String> vars = new TreeMap<>();
    MappingNode declared = map(map(with(environment), "spec"), "vars");
    if (declared != null) {
      for (NodeTuple tuple : declared.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key
            && tuple.getValueNode() instanceof ScalarNode value
            && !Cursor.isNull(value)) {
          vars.putIfAbsent(key.getValue(), value.getValue());
        }
      }
    }
    return vars;
  }

  /** The warehouse of an environment as it is written; empty if there is none. */
  String warehouse(@Nullable String environment) {
    MappingNode spec = map(with(environment), "spec");
    return spec == null ? "" : ProjectFiles.scalar(spec, "warehouse");
  }

  /** The scalar at a key of a map of a document; null if there is none. */
  static @Nullable String text(Node document, String key, String inner) {
    MappingNode map = document instanceof MappingNode top ? map(top, key) : null;
    String text = map == null ? "" : ProjectFiles.scalar(map, inner);
    return text.isEmpty() ? null : text;
  }

  private static MappingNode merge(MappingNode base, MappingNode over, boolean top) {
    Map<String, NodeTuple> replacing = new LinkedHashMap<>();
    for (NodeTuple tuple : over.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key
          && !Cursor.isNull(tuple.getValueNode())
          && !(top && key.getValue().equals(ENVIRONMENTS))) {
        replacing.putIfAbsent(key.getValue(), distinct(tuple));
      }
    }
    List<NodeTuple> tuples = new ArrayList<>();
    for (NodeTuple tuple : base.getValue()) {
      NodeTuple other =
          tuple.getKeyNode() instanceof ScalarNode key ? replacing.remove(key.getValue()) : null;
      if (other == null) {
        tuples.add(tuple);
      } else if (tuple.getValueNode() instanceof MappingNode a
          && other.getValueNode() instanceof MappingNode b) {
        tuples.add(new NodeTuple(other.getKeyNode(), merge(a, b, false)));
      } else {
        tuples.add(other);
      }
    }
    tuples.addAll(replacing.values());
    return copy(base, tuples);
  }

  /** Without the duplicate keys, which are reported where they are written. */
  private static NodeTuple distinct(NodeTuple tuple) {
    return tuple.getValueNode() instanceof MappingNode map
        ? new NodeTuple(tuple.getKeyNode(), merge(copy(map, List.of()), map, false))
        : tuple;
  }

  private static MappingNode copy(MappingNode node, List<NodeTuple> tuples) {
    return new MappingNode(
        node.getTag(), false, tuples, node.getFlowStyle(), node.getStartMark(), node.getEndMark());
  }

  private static @Nullable MappingNode map(@Nullable MappingNode of, String key) {
    if (of != null) {
      for (NodeTuple tuple : of.getValue()) {
        Node value = tuple.getValueNode();
        if (tuple.getKeyNode() instanceof ScalarNode k
            && k.getValue().equals(key)
            && value instanceof MappingNode map) {
          return map;
        }
      }
    }
    return null;
  }
}
