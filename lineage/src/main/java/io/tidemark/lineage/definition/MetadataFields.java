package io.tidemark.lineage.definition;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The {@code metadata} that every kind has. */
final class MetadataFields {
  static final Field<String> NAME = Field.required("name", Types.name());
  static final Field<Integer> VERSION = Field.required("version", Types.version());
  private static final Field<String> OWNER = Field.optional("owner", Types.text());
  private static final Field<String> TEAM = Field.optional("team", Types.text());
  private static final Field<String> USE_CASE = Field.optional("useCase", Types.text());
  private static final Field<String> DESCRIPTION =
      Field.optional("description", Types.text()).orElse("");
  private static final Field<SortedMap<String, String>> TAGS =
      Field.optional("tags", Types.mapOf(Types.text())).orElse(new TreeMap<>());

  private static final Shape VERSIONED =
      Shape.of(NAME, VERSION, OWNER, TEAM, USE_CASE, DESCRIPTION, TAGS);
  private static final Shape UNVERSIONED = Shape.of(NAME, OWNER, TEAM, USE_CASE, DESCRIPTION, TAGS);

  private MetadataFields() {}

  /**
   * What the project gives where a document says nothing.
   *
   * @param known false where the project failed: what is missing is then no problem
   */
  record Defaults(
      @Nullable String owner, @Nullable String team, @Nullable String useCase, boolean known) {
    static final Defaults UNKNOWN = new Defaults(null, null, null, false);
  }

  static Shape shape(boolean versioned) {
    return versioned ? VERSIONED : UNVERSIONED;
  }

  /** Fills in the project's defaults, and reports an owner or a team that nobody gives. */
  static void complete(Fields fields, Defaults defaults, boolean required) {
    complete(fields, OWNER, defaults.owner(), defaults.known() && required);
    complete(fields, TEAM, defaults.team(), defaults.known() && required);
    complete(fields, USE_CASE, defaults.useCase(), false);
  }

  private static void complete(
      Fields fields, Field<String> field, @Nullable String value, boolean required) {
    if (fields.has(field)) {
      return;
    }
    if (value != null) {
      fields.set(field, value, value);
    } else if (required) {
      fields.error(
          "",
          "MISSING_FIELD",
          "metadata." + field.name() + " is missing, and the project's defaults give none",
          "give it here or in the project's defaults");
    }
  }

  static Metadata build(Fields fields, boolean versioned) {
    Integer version = versioned ? fields.find(VERSION) : null;
    SortedMap<String, String> tags = fields.find(TAGS);
    return new Metadata(
        orEmpty(fields.find(NAME)),
        version == null ? 0 : version,
        orEmpty(fields.find(OWNER)),
        orEmpty(fields.find(TEAM)),
        orEmpty(fields.find(USE_CASE)),
        orEmpty(fields.find(DESCRIPTION)),
        tags == null ? new TreeMap<>() : tags);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
