package io.tidemark.quality.definition;

import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Links;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.Shape;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.lineage.definition.SourceQuery;
import io.tidemark.lineage.definition.Types;
import java.util.ArrayList;
import java.util.List;

/** How a {@link DataRef} is written, and what it needs to find. */
final class DataRefs {
  /** Of another module, whose classes are out of reach here. */
  private static final String FEATURE_VIEW = "FeatureView";

  private static final Field<Ref> SOURCE = Field.optional("source", Types.ref());
  private static final Field<Ref> VIEW = Field.optional("view", Types.versionedRef());
  private static final Field<String> TABLE =
      Field.optional(
          "table", Types.matching("[A-Za-z0-9_]+\\.[A-Za-z0-9_]+", "a table as schema.table"));
  private static final List<Field<?>> PLACES = List.of(SOURCE, VIEW, TABLE);

  /** Which columns of it; of a reference. */
  static final Field<List<String>> COLUMNS = Field.required("columns", Types.setOf(Types.column()));

  private DataRefs() {}

  /** The fields that name data, and others. */
  static Shape shape(Field<?>... more) {
    List<Field<?>> fields = new ArrayList<>(PLACES);
    fields.addAll(List.of(more));
    return Shape.of(fields.toArray(Field<?>[]::new));
  }

  /** Reports data that is named not at all, or twice. */
  static void check(Fields data, String name) {
    List<Field<?>> given = PLACES.stream().filter(data::has).toList();
    if (given.isEmpty()) {
      data.error(
          "",
          "MISSING_FIELD",
          name + " names no data",
          "give one of source: name, view: name@1, table: schema.table");
    } else if (given.size() > 1) {
      data.error(
          given.get(1),
          "CONFLICT",
          name + " has both " + given.get(0).name() + " and " + given.get(1).name(),
          "keep one of them");
    }
  }

  /**
   * Reports a source or a view that nobody declares; a table may well be made by a job.
   *
   * @param suite gets the source's hash into its own: a source's filter decides which rows are seen
   */
  static void link(Fields data, Fields suite, Links links) {
    Ref source = data.find(SOURCE);
    if (source != null) {
      linkSource(source.name(), data, SOURCE, suite, links);
    }
    Ref view = data.find(VIEW);
    if (view != null) {
      links.require(FEATURE_VIEW, view, data, VIEW.name());
    }
  }

  /** The same of the sources that a query names as {@code ref('source')}. */
  static void linkQuery(String sql, Fields rule, Field<String> field, Fields suite, Links links) {
    SourceQuery.of(sql).sources().forEach(name -> linkSource(name, rule, field, suite, links));
  }

  private static void linkSource(
      String name, Fields at, Field<?> field, Fields suite, Links links) {
    Declared<SourceDefinition> source =
        links.find(SourceDefinition.class, new Ref(name, 0), at, field.name());
    if (source != null) {
      links.hashWith(suite, SourceDefinition.KIND + "/" + name, source);
    }
  }

  static DataRef build(Fields data) {
    Ref source = data.find(SOURCE);
    if (source != null) {
      return new DataRef.OfSource(source.name());
    }
    Ref view = data.find(VIEW);
    if (view != null) {
      return new DataRef.OfView(view);
    }
    String[] parts = data.get(TABLE).split("\\.");
    return new DataRef.OfTable(parts[0], parts[1]);
  }
}
