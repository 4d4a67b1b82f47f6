package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Columns;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.Definition;
import io.tidemark.lineage.definition.EntityDefinition;
import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.Links;
import io.tidemark.lineage.definition.Ref;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.lineage.definition.SourceType;
import io.tidemark.lineage.definition.SqlType;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a feature view or a label view is about and where its rows come from; null where it names
 * none, or one that is not there. Both are part of its semantic hash.
 *
 * @param schema the source's columns; empty where its definition does not tell them
 */
record ViewInputs(
    @Nullable EntityDefinition entity,
    @Nullable SourceDefinition source,
    SortedMap<String, SqlType> schema) {

  static ViewInputs find(Fields spec, Links links, Field<Ref> entity, Field<Ref> source) {
    EntityDefinition about = find(EntityDefinition.class, spec, links, entity);
    SourceDefinition rows = find(SourceDefinition.class, spec, links, source);
    return new ViewInputs(about, rows, Columns.of(rows == null ? List.of() : rows.schema()));
  }

  private static <T extends Definition> @Nullable T find(
      Class<T> type, Fields spec, Links links, Field<Ref> field) {
    Ref ref = spec.find(field);
    Declared<T> found = ref == null ? null : links.find(type, ref, spec, field.name());
    if (found == null) {
      return null;
    }
    links.hashWith(spec, field.name(), found);
    return found.definition();
  }

  /** Rows that are looked up by time need one; {@code what} is who needs it. */
  static void checkEventTime(Fields spec, Field<?> at, SourceDefinition source, String what) {
    if (source.type() != SourceType.SCD2 && source.eventTimestamp() == null) {
      spec.error(
          at,
          "MISSING_FIELD",
          "The source "
              + source.metadata().name()
              + " has no eventTimestamp, and "
              + what
              + " needs one",
          "give it in the source");
    }
  }

  /** Events that are counted need an id; {@code what} are those that need it. */
  static void checkId(Fields spec, Field<?> at, SourceDefinition source, String what) {
    if (source.id().isEmpty()) {
      spec.error(
          at,
          "MISSING_FIELD",
          "The source "
              + source.metadata().name()
              + " has no id, and "
              + what
              + " need to tell its events apart",
          "name the columns that identify an event as the source's id");
    }
  }
}
