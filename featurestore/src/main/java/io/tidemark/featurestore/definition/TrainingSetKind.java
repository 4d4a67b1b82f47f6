package io.tidemark.featurestore.definition;

import io.tidemark.featurestore.definition.Knowledge.Mode;
import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Kind;
import io.tidemark.lineage.definition.Links;
import io.tidemark.lineage.definition.Metadata;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.SourceQuery;
import io.tidemark.lineage.definition.TimeColumn;
import io.tidemark.lineage.definition.Types;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The kind of {@link TrainingSetDefinition}. */
public final class TrainingSetKind extends Kind<TrainingSetDefinition> {
  static final Field<SourceQuery> SQL = Field.optional("sql", SourceQuery.type());
  static final Field<Ref> SOURCE = Field.required("source", Types.ref()).unless(SQL);
  static final Field<TimeColumn> TIMESTAMP = Field.required("timestamp", Types.time());
  static final Field<SortedMap<String, String>> KEYS =
      Field.optional("keys", Types.mapOf(Types.column())).orElse(Map.of());
  static final Field<List<String>> COLUMNS =
      Field.optional("columns", Types.uniqueOf(Types.column())).orElse(List.of("*"));
  static final Field<String> LABEL = Field.optional("label", Types.column());
  private static final Field<Boolean> KEEP_NULLS =
      Field.optional("nullTimestamps", Types.choice("fail", "keep")).orElse("fail");
  static final Field<Sample> SAMPLE = Field.optional("sample", SplitType.SAMPLE);

  private static final Shape SPINE_SHAPE =
      Shape.of(SOURCE, SQL, TIMESTAMP, KEYS, COLUMNS, LABEL, KEEP_NULLS, SAMPLE);
  static final Field<Fields> SPINE = Field.required("spine", Types.fields(SPINE_SHAPE));

  static final Field<Ref> SERVICE = Field.required("service", Types.versionedRef());
  static final Field<Ref> LABELS = Field.optional("labels", Types.versionedRef());
  static final Field<Boolean> IMMATURE =
      Field.optional("immature", Types.choice("drop", "keep")).orElse("drop");

  private static final Field<Instant> AS_OF = Field.required("asOf", Types.instant());
  private static final Field<Knowledge> KNOWLEDGE =
      Field.optional(
              "knowledge",
              Types.either(
                  Types.choice(knowledgeWords()),
                  Types.object(
                      Shape.of(AS_OF), f -> {}, f -> new Knowledge(Mode.AS_OF, f.get(AS_OF)))))
          .orElse("as_known");
  static final Field<Split> SPLIT = Field.optional("split", SplitType.SPLIT);
  static final Field<Boolean> DIAGNOSTICS =
      Field.optional("diagnostics", Types.bool()).orElse(true);

  private static final Shape SPEC =
      Shape.of(SPINE, SERVICE, LABELS, IMMATURE, KNOWLEDGE, SPLIT, DIAGNOSTICS);

  /** For ServiceLoader. */
  public TrainingSetKind() {
    super(TrainingSetDefinition.KIND, TrainingSetDefinition.class, false, SPEC);
  }

  private static Map<String, Knowledge> knowledgeWords() {
    Map<String, Knowledge> words = new LinkedHashMap<>();
    words.put("as_known", new Knowledge(Mode.AS_KNOWN, null));
    words.put("as_corrected", new Knowledge(Mode.AS_CORRECTED, null));
    return words;
  }

  @Override
  public void check(Fields spec) {
    Fields spine = spec.find(SPINE);
    if (spine == null) {
      return;
    }
    List<String> columns = spine.list(COLUMNS);
    if (columns.contains("*") && columns.size() > 1) {
      spine.error(COLUMNS, "CONFLICT", "columns has '*' beside names", "give '*' alone, or names");
    }
    String label = spine.find(LABEL);
    if (label != null && !columns.contains("*") && !columns.contains(label)) {
      spine.error(
          LABEL,
          "UNKNOWN_COLUMN",
          "The label " + label + " is not among the columns kept",
          "add it to columns");
    }
  }

  @Override
  public void link(Metadata metadata, Fields spec, Links links) {
    Fields spine = spec.find(SPINE);
    if (spine != null) {
      new SpineLinks(spec, spine, links).check();
    }
  }

  @Override
  public TrainingSetDefinition build(Metadata metadata, Fields spec) {
    Fields spine = spec.get(SPINE);
    return new TrainingSetDefinition(
        metadata,
        new Spine(
            spine.find(SQL) == null ? spine.get(SOURCE).name() : null,
            spine.find(SQL),
            spine.get(TIMESTAMP),
            spine.get(KEYS),
            spine.get(COLUMNS),
            spine.find(LABEL),
            spine.get(KEEP_NULLS),
            spine.find(SAMPLE)),
        spec.get(SERVICE),
        spec.find(LABELS),
        spec.get(IMMATURE),
        spec.get(KNOWLEDGE),
        spec.find(SPLIT),
        spec.get(DIAGNOSTICS));
  }
}
