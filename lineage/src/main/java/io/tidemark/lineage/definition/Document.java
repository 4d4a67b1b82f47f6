package io.tidemark.lineage.definition;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One document of a known kind on its way from fields to a definition. */
final class Document {
  static final Comparator<Document> BY_PLACE =
      Comparator.comparing((Document document) -> document.file)
          .thenComparingInt(document -> document.line);

  private final Kind<?> kind;
  private final String file;
  private final int line;
  private final Reading reading;
  private final Fields metadata;
  private final Fields spec;
  private State state = State.READ;
  private @Nullable Declared<?> declared;

  private enum State {
    READ,
    LINKING,
    LINKED
  }

  Document(Kind<?> kind, String file, int line, Reading reading, Fields metadata, Fields spec) {
    this.kind = kind;
    this.file = file;
    this.line = line;
    this.reading = reading;
    this.metadata = metadata;
    this.spec = spec;
  }

  Kind<?> kind() {
    return kind;
  }

  Ref ref() {
    Metadata built = MetadataFields.build(metadata, kind.versioned());
    return new Ref(built.name(), built.version());
  }

  String place() {
    return file + ":" + line;
  }

  Reading reading() {
    return reading;
  }

  Fields spec() {
    return spec;
  }

  /** Fills in what the project gives to documents that do not say it themselves. */
  void complete(MetadataFields.Defaults defaults) {
    MetadataFields.complete(metadata, defaults, false);
  }

  /** The definition, linked; null if the document has an error, or waits for the one that asks. */
  @Nullable Declared<?> declared(Links links) {
    if (state == State.READ) {
      state = State.LINKING;
      Metadata built = MetadataFields.build(metadata, kind.versioned());
      kind.link(built, spec, links);
      if (!reading.failed()) {
        declared = declare(kind, built);
      }
      state = State.LINKED;
    }
    return declared;
  }

  private <T extends Definition> Declared<T> declare(Kind<T> as, Metadata built) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("kind", kind.name());
    all.put("metadata", metadata.json(Json.Part.ALL));
    all.put("spec", spec.json(Json.Part.ALL));
    Map<String, Object> semantic = new LinkedHashMap<>();
    semantic.put("kind", kind.name());
    semantic.put("spec", spec.json(Json.Part.SEMANTIC));
    semantic.put("with", spec.hashedWith());
    Map<String, Object> rest = new LinkedHashMap<>();
    rest.put("metadata", metadata.json(Json.Part.ALL));
    rest.put("spec", spec.json(Json.Part.PHYSICAL));
    return new Declared<>(
        as.build(built, spec),
        file,
        line,
        reading.lines(),
        Json.canonical(all),
        Json.hash(semantic),
        Json.hash(rest));
  }
}
