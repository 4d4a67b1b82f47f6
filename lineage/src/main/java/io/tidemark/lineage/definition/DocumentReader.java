package io.tidemark.lineage.definition;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads documents one by one: which are ours, what kind they are, and their fields. */
final class DocumentReader {
  private static final Set<String> KEYS = Set.of("apiVersion", "kind", "metadata", "spec");

  private final Kinds kinds;
  private final Links links;
  private final Path root;
  private final Vars vars;
  private final MetadataFields.Defaults defaults;
  private final List<Problem> problems = new ArrayList<>();

  DocumentReader(Kinds kinds, Links links, Path root, Vars vars, MetadataFields.Defaults defaults) {
    this.kinds = kinds;
    this.links = links;
    this.root = root;
    this.vars = vars;
    this.defaults = defaults;
  }

  /** The problems of documents that {@link #read} answers null for. */
  List<Problem> problems() {
    return problems;
  }

  /** The document with its fields; null if it is not ours, or not as far as having fields. */
  @Nullable Document read(String file, YamlFile.YamlDocument yaml) {
    MappingNode node = yaml.root();
    String version = ProjectFiles.scalar(node, "apiVersion");
    String kind = ProjectFiles.scalar(node, "kind");
    if (!version.startsWith("tidemark/")) {
      if (version.isEmpty() && kinds.isKnown(kind)) {
        problems.add(
            Problem.warn(
                "MISSING_API_VERSION",
                null,
                file,
                yaml.line(),
                "This document of kind " + kind + " has no apiVersion and is not read",
                "add apiVersion: " + Kinds.API_VERSION));
      }
      return null;
    }
    Reading reading = new Reading(file, yaml.line(), root, vars);
    for (YamlWatch.Finding found : yaml.findings()) {
      reading.errorAt(found.line(), found.code(), found.message(), found.fix());
    }
    Document document = fields(file, yaml.line(), version, kind, new Cursor(node, "", reading));
    if (document == null) {
      problems.addAll(reading.problems());
    }
    return document;
  }

  private @Nullable Document fields(
      String file, int line, String version, String kindName, Cursor at) {
    Map<String, Cursor> entries = at.entries("a map");
    if (entries == null) {
      return null;
    }
    entries.forEach(
        (key, value) -> {
          if (!KEYS.contains(key)) {
            value.error(
                "UNKNOWN_KEY",
                "Unknown key '" + key + "' in the document",
                Nearest.hint(key, KEYS).orElse("the keys are apiVersion, kind, metadata, spec"));
          }
        });
    if (!checkVersion(version, at) || !checkKind(kindName, entries, at)) {
      links.addFailed(kinds.isKnown(kindName) ? kindName : null, nameOf(at.node()));
      return null;
    }
    Kind<?> kind = kinds.find(kindName);
    Fields metadata = metadata(kindName, entries.get("metadata"), at);
    if (kind == null) {
      links.addFailed(kindName, nameOf(at.node()));
      return null;
    }
    Fields spec = spec(kind, entries.get("spec"), at);
    Ref ref = metadata == null ? null : ref(metadata, kind.versioned());
    if (metadata == null || spec == null || ref == null) {
      links.addFailed(kindName, nameOf(at.node()));
      return null;
    }
    return new Document(kind, file, line, at.reading(), metadata, spec);
  }

  private static boolean checkVersion(String version, Cursor at) {
    if (version.equals(Kinds.API_VERSION)) {
      return true;
    }
    at.reading()
        .error(
            "apiVersion",
            "UNKNOWN_API_VERSION",
            "apiVersion is '" + version + "'",
            "this version of Tidemark knows " + Kinds.API_VERSION);
    return false;
  }

  private boolean checkKind(String name, Map<String, Cursor> entries, Cursor at) {
    Cursor kind = entries.get("kind");
    if (kind == null || kind.isNull()) {
      at.error("MISSING_FIELD", "kind is missing", "give the kind of a definition");
      return false;
    }
    if (!kind.isScalar()) {
      kind.wrongShape("the name of a kind");
      return false;
    }
    if (!kinds.isKnown(name)) {
      kind.error(
          "UNKNOWN_KIND",
          "There is no kind '" + name + "'",
          Nearest.hint(name, kinds.knownNames())
              .orElse("the kinds are " + String.join(", ", kinds.names())));
      return false;
    }
    if (kinds.isLater(name)) {
      kind.error(
          "NOT_SUPPORTED",
          "The kind " + name + " is not supported by this version of Tidemark yet",
          "remove the document");
    }
    return true;
  }

  private @Nullable Fields metadata(String kind, @Nullable Cursor at, Cursor document) {
    if (at == null || at.isNull()) {
      document.error("MISSING_FIELD", "metadata is missing", "give metadata with a name");
      return null;
    }
    boolean versioned = kinds.versioned(kind);
    Fields fields = MetadataFields.shape(versioned).read(at);
    if (fields != null) {
      String name = fields.find(MetadataFields.NAME);
      if (name != null) {
        Integer version = versioned ? fields.find(MetadataFields.VERSION) : Integer.valueOf(0);
        at.reading().named(kind + "/" + new Ref(name, version == null ? 0 : version));
      }
      boolean required = !kind.equals(ProjectDefinition.KIND) && !kinds.isLater(kind);
      MetadataFields.complete(fields, defaults, required);
    }
    return fields;
  }

  private static @Nullable Fields spec(Kind<?> kind, @Nullable Cursor at, Cursor document) {
    if (at == null || at.isNull()) {
      document.error(
          "MISSING_FIELD",
          "spec is missing",
          "give the fields of " + (kind.name().matches("[AEIOU].*") ? "an " : "a ") + kind.name());
      return null;
    }
    Fields fields = kind.spec().read(at);
    if (fields != null) {
      kind.check(fields);
    }
    return fields;
  }

  private static @Nullable Ref ref(Fields metadata, boolean versioned) {
    String name = metadata.find(MetadataFields.NAME);
    Integer version = versioned ? metadata.find(MetadataFields.VERSION) : Integer.valueOf(0);
    return name == null || version == null ? null : new Ref(name, version);
  }

  private static @Nullable String nameOf(Node node) {
    return Overlay.text(node, "metadata", "name");
  }
}
