package io.tidemark.lineage.definition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the documents of a project say about each other. */
public final class Links {
  private final Kinds kinds;
  private final Map<String, SortedMap<Ref, Document>> documents = new HashMap<>();
  private final Set<String> failed = new HashSet<>();
  private boolean anythingFailed;

  Links(Kinds kinds) {
    this.kinds = kinds;
  }

  /** Adds a document; the one that was first with its kind, name and version otherwise. */
  @Nullable Document add(Document document) {
    return documents
        .computeIfAbsent(document.kind().name(), k -> new TreeMap<>())
        .putIfAbsent(document.ref(), document);
  }

  /** Notes that a name may have been declared by something that could not be read. */
  void addFailed(@Nullable String kind, @Nullable String name) {
    failed.add((kind == null ? "*" : kind) + "/" + (name == null ? "*" : name));
  }

  /** Notes that something could not be read at all: any name may have been in it. */
  void addUnreadable() {
    anythingFailed = true;
  }

  /**
   * The definition that a field refers to; null after a problem, and silently where the document
   * that declares it has problems of its own; the document that asks then fails silently too.
   */
  public <T extends Definition> @Nullable Declared<T> find(
      Class<T> type, Ref ref, Fields at, String path) {
    Document document = document(kinds.of(type).name(), ref, at, path);
    Declared<T> declared = document == null ? null : cast(document.declared(this));
    if (declared == null) {
      at.fail();
    }
    return declared;
  }

  /** As {@link #find}, but the fields of the spec as far as they could be read, checked or not. */
  public <T extends Definition> @Nullable Fields spec(
      Class<T> type, Ref ref, Fields at, String path) {
    Document document = document(kinds.of(type).name(), ref, at, path);
    return document == null ? null : document.spec();
  }

  /**
   * Reports a reference to what no document declares. The document is not read for it, which may
   * well refer back; its kind may be one of another module.
   */
  public void require(String kind, Ref ref, Fields at, String path) {
    document(kind, ref, at, path);
  }

  /** True if a document declares the name, whatever its state. */
  public boolean declares(Class<? extends Definition> type, Ref ref) {
    return documents.getOrDefault(kinds.of(type).name(), new TreeMap<>()).containsKey(ref);
  }

  /** The definition of a kind of which a project has one at most; empty where it has problems. */
  public <T extends Definition> Optional<Declared<T>> first(Class<T> type) {
    return documents.getOrDefault(kinds.of(type).name(), new TreeMap<>()).values().stream()
        .min(Document.BY_PLACE)
        .map(document -> cast(document.declared(this)));
  }

  /**
   * Reports a definition of a kind of which a project has one at most, where another stands before
   * it.
   */
  public void requireOnly(Class<? extends Definition> type, Metadata of) {
    String kind = kinds.of(type).name();
    Collection<Document> all = documents.getOrDefault(kind, new TreeMap<>()).values();
    Document first = all.stream().min(Document.BY_PLACE).orElse(null);
    for (Document each : all) {
      if (first != null && each != first && each.ref().name().equals(of.name())) {
        each.reading()
            .error(
                "metadata.name",
                "DUPLICATE_DEFINITION",
                "A project has one " + kind + ", the other is at " + first.place(),
                "remove one");
      }
    }
  }

  /** Adds another definition's semantic hash to those that the hash of this one is made of. */
  public void hashWith(Fields spec, String role, Declared<?> other) {
    spec.hashWith(role, other.semanticHash());
  }

  private @Nullable Document document(String kind, Ref ref, Fields at, String path) {
    SortedMap<Ref, Document> declared = documents.getOrDefault(kind, new TreeMap<>());
    Document document = declared.get(ref);
    if (document == null && !mayHaveFailed(kind, ref.name())) {
      at.error(
          path,
          "UNKNOWN_REFERENCE",
          "There is no " + kind + " " + ref + hintless(declared, ref),
          hint(declared, ref).orElse("declare it, or refer to another"));
    }
    return document;
  }

  /** True if something that could not be read may have declared a document of a kind. */
  boolean mayHaveFailed(String kind) {
    return anythingFailed
        || failed.stream().anyMatch(name -> name.startsWith(kind + "/") || name.startsWith("*/"));
  }

  private boolean mayHaveFailed(String kind, String name) {
    return anythingFailed
        || failed.contains(kind + "/" + name)
        || failed.contains(kind + "/*")
        || failed.contains("*/" + name)
        || failed.contains("*/*");
  }

  private static String hintless(SortedMap<Ref, Document> declared, Ref ref) {
    List<String> versions = new ArrayList<>();
    declared.keySet().stream()
        .filter(r -> r.name().equals(ref.name()))
        .forEach(r -> versions.add(r.toString()));
    return versions.isEmpty() ? "" : "; there is " + String.join(", ", versions);
  }

  private static Optional<String> hint(SortedMap<Ref, Document> declared, Ref ref) {
    List<String> names = declared.keySet().stream().map(Ref::name).distinct().toList();
    if (names.contains(ref.name())) {
      return Optional.of("refer to one of these, or declare it");
    }
    return Nearest.to(ref.name(), names)
        .map(
            name -> {
              Ref same = new Ref(name, ref.version());
              Ref last = declared.headMap(new Ref(name, Integer.MAX_VALUE)).lastKey();
              return "did you mean '" + (declared.containsKey(same) ? same : last) + "'?";
            });
  }

  @SuppressWarnings("unchecked")
  private static <T extends Definition> @Nullable Declared<T> cast(@Nullable Declared<?> declared) {
    return (Declared<T>) declared;
  }
}
