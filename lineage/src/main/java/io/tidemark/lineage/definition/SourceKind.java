package io.tidemark.lineage.definition;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The kind of {@link SourceDefinition}. */
public final class SourceKind extends Kind<SourceDefinition> {
  private static final Field<Format> FORMAT = Field.required("format", Types.choice(Format.class));
  private static final Field<String> PATH = Field.optional("path", Places.path()).physical();
  private static final Field<String> TABLE =
      Field.optional("table", Places.secretText()).physical();
  private static final Field<String> URL = Field.optional("url", Places.url()).physical();
  private static final Field<String> QUERY = Field.optional("query", Types.predicate());
  private static final Field<String> USER = Field.optional("user", Places.secretText()).physical();
  private static final Field<String> PASSWORD =
      Field.optional("password", Places.secret()).physical();

  private static final Field<String> COLUMN_NAME = Field.required("name", Types.column());
  private static final Field<SqlType> COLUMN_TYPE = Field.required("type", Types.sqlType());
  private static final Field<List<Column>> SCHEMA =
      Field.optional(
          "schema",
          Types.someOf(
              Types.object(
                  Shape.of(COLUMN_NAME, COLUMN_TYPE),
                  SourceKind::checkColumn,
                  f -> new Column(f.get(COLUMN_NAME), f.get(COLUMN_TYPE)))));

  private static final Field<SortedMap<String, String>> OPTIONS =
      Field.optional("options", Places.options()).orElse(Map.of());
  private static final Field<String> FILTER = Field.optional("filter", Types.predicate());
  private static final Field<SourceType> TYPE =
      Field.optional("type", Types.choice(SourceType.class)).orElse("event");
  private static final Field<TimeColumn> EVENT_TIMESTAMP =
      Field.optional("eventTimestamp", Types.time());
  private static final Field<TimeColumn> VALID_FROM = Field.optional("validFrom", Types.time());
  private static final Field<TimeColumn> VALID_TO = Field.optional("validTo", Types.time());
  private static final Field<TimeColumn> KNOWN_AT = Field.optional("knownAt", Types.time());
  private static final Field<Duration> LAG =
      Field.optional("availabilityLag", Types.duration()).orElse("PT0S");
  private static final Field<List<String>> ID =
      Field.optional("id", Types.uniqueOf(Types.column())).orElse(List.of());
  private static final Field<String> DELETED_WHEN =
      Field.optional("deletedWhen", Types.predicate());

  private static final Shape SPEC =
      Shape.of(
          FORMAT,
          PATH,
          TABLE,
          URL,
          QUERY,
          USER,
          PASSWORD,
          SCHEMA,
          OPTIONS,
          FILTER,
          TYPE,
          EVENT_TIMESTAMP,
          VALID_FROM,
          VALID_TO,
          KNOWN_AT,
          LAG,
          ID,
          DELETED_WHEN);

  /** For ServiceLoader. */
  public SourceKind() {
    super(SourceDefinition.KIND, SourceDefinition.class, false, SPEC);
  }

  private static void checkColumn(Fields column) {
    SqlType type = column.find(COLUMN_TYPE);
    if (type != null && Set.of("ARRAY", "MAP", "STRUCT", "BINARY").contains(type.base())) {
      column.error(COLUMN_TYPE, "BAD_VALUE", "A CSV column cannot be " + type, "read it as STRING");
    }
  }

  @Override
  public void check(Fields spec) {
    Format format = spec.find(FORMAT);
    if (format != null) {
      checkPlace(spec, format);
      checkSchema(spec, format);
      if (format == Format.CSV && spec.find(OPTIONS) != null) {
        SortedMap<String, String> options = withDefaults(spec.get(OPTIONS));
        spec.set(OPTIONS, options, new TreeMap<>(options));
      }
    }
    SourceType type = spec.find(TYPE);
    if (type == SourceType.SCD2) {
      refuse(spec, EVENT_TIMESTAMP, "scd2 has validFrom instead of eventTimestamp");
      require(spec, VALID_FROM, "type scd2");
      require(spec, VALID_TO, "type scd2");
    } else if (type != null) {
      String only = "only type scd2 has ";
      refuse(spec, VALID_FROM, only + "validFrom");
      refuse(spec, VALID_TO, only + "validTo");
    }
    checkColumns(spec);
  }

  private static void checkPlace(Fields spec, Format format) {
    String word = "format " + format.name().toLowerCase(Locale.ROOT);
    if (format == Format.JDBC) {
      require(spec, URL, word);
      refuse(spec, PATH, word + " has url instead of path");
      exactlyOne(spec, TABLE, QUERY, word);
      return;
    }
    for (Field<?> field : List.of(URL, QUERY, USER, PASSWORD)) {
      refuse(spec, field, word + " has no " + field.name());
    }
    exactlyOne(spec, PATH, TABLE, word);
  }

  private static void exactlyOne(Fields spec, Field<?> a, Field<?> b, String why) {
    if (spec.has(a) && spec.has(b)) {
      spec.error(
          b, "CONFLICT", "spec has both " + a.name() + " and " + b.name(), "keep one of them");
    } else if (!spec.has(a) && !spec.has(b)) {
      spec.error(
          "",
          "MISSING_FIELD",
          why + " needs spec." + a.name() + " or spec." + b.name(),
          "give one of them");
    }
  }

  private static void checkSchema(Fields spec, Format format) {
    if (format == Format.CSV) {
      require(spec, SCHEMA, "format csv");
    } else {
      refuse(spec, SCHEMA, "a schema is for format csv only, other formats bring theirs");
    }
    List<Column> schema = spec.list(SCHEMA);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < schema.size(); i++) {
      if (!seen.add(schema.get(i).name().toLowerCase(Locale.ROOT))) {
        spec.error(
            spec.item(SCHEMA, i) + ".name",
            "DUPLICATE_ITEM",
            "The column " + schema.get(i).name() + " stands twice in the schema",
            "remove or rename one");
      }
    }
  }

  private static void require(Fields spec, Field<?> field, String why) {
    if (!spec.has(field)) {
      String name = "spec." + field.name();
      spec.error("", "MISSING_FIELD", name + " is missing, " + why + " needs it", "give it");
    }
  }

  private static void refuse(Fields spec, Field<?> field, String why) {
    if (spec.has(field)) {
      spec.error(
          field, "CONFLICT", "spec." + field.name() + " does not belong here: " + why, "remove it");
    }
  }

  private static SortedMap<String, String> withDefaults(SortedMap<String, String> given) {
    SortedMap<String, String> options = new TreeMap<>(given);
    Set<String> names = new HashSet<>();
    given.keySet().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    if (!names.contains("header")) {
      options.put("header", "true");
    }
    if (!names.contains("nullvalue")) {
      options.put("nullValue", "");
    }
    return options;
  }

  /** Where the columns are declared, what names them must find them and fit their types. */
  private static void checkColumns(Fields spec) {
    List<Column> schema = spec.list(SCHEMA);
    if (spec.find(FORMAT) != Format.CSV || schema.isEmpty()) {
      return;
    }
    Map<String, SqlType> types = Columns.of(schema);
    for (Field<TimeColumn> field : List.of(EVENT_TIMESTAMP, VALID_FROM, VALID_TO, KNOWN_AT)) {
      checkTime(spec, field.name(), spec.find(field), types);
    }
    List<String> id = spec.list(ID);
    for (int i = 0; i < id.size(); i++) {
      Columns.check(spec, spec.item(ID, i), id.get(i), types);
    }
  }

  private static void checkTime(
      Fields spec, String path, @Nullable TimeColumn time, Map<String, SqlType> types) {
    if (time != null) {
      Columns.checkTime(spec, path, time, types);
    }
  }

  @Override
  public SourceDefinition build(Metadata metadata, Fields spec) {
    Format format = spec.get(FORMAT);
    Jdbc jdbc =
        format == Format.JDBC
            ? new Jdbc(
                spec.get(URL),
                spec.find(TABLE),
                spec.find(QUERY),
                spec.find(USER),
                spec.find(PASSWORD))
            : null;
    return new SourceDefinition(
        metadata,
        format,
        spec.find(PATH),
        jdbc == null ? spec.find(TABLE) : null,
        jdbc,
        spec.list(SCHEMA),
        spec.get(OPTIONS),
        spec.find(FILTER),
        spec.get(TYPE),
        spec.find(EVENT_TIMESTAMP),
        spec.find(VALID_FROM),
        spec.find(VALID_TO),
        spec.find(KNOWN_AT),
        spec.get(LAG),
        spec.get(ID),
        spec.find(DELETED_WHEN));
  }
}
