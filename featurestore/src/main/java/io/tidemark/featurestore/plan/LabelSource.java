package io.tidemark.featurestore.plan;

import static org.apache.spark.sql.functions.lit;

import io.tidemark.featurestore.definition.Label;
import io.tidemark.featurestore.definition.LabelViewDefinition;
import io.tidemark.featurestore.pit.AggregateTypes;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.SourceTable;
import io.tidemark.lineage.TimeConversion;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.EntityDefinition;
import io.tidemark.lineage.definition.SourceDefinition;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * A source as a label view reads it, checked.
 *
 * @param knownAt null if the source declares none
 * @param deleted whether a row is a deletion, never NULL
 * @param where whether an event counts, never NULL
 */
public record LabelSource(
    Declared<LabelViewDefinition> view,
    EntityDefinition entity,
    SourceTable rows,
    TimeConversion eventTime,
    @Nullable TimeConversion knownAt,
    Column deleted,
    Column where) {

  /**
   * Checks a source against a label view.
   *
   * @throws io.tidemark.lineage.definition.Refusal with every problem
   */
  public static LabelSource of(
      Declared<LabelViewDefinition> view, EntityDefinition entity, SourceTable rows) {
    SourceDefinition source = rows.declared().definition();
    Label label = view.definition().label();
    SourceChecks checks = new SourceChecks(rows);
    checks.keys(view, entity, view.definition().keys());
    checks.ordered(rows.declared(), "spec.id", source.id());
    column(view, label, rows, checks);
    TimeConversion eventTime = checks.eventTime();
    TimeConversion knownAt = checks.time("spec.knownAt", source.knownAt());
    Column deleted = checks.deleted();
    String text = label.where();
    Column where = text == null ? lit(true) : checks.predicate(view, "spec.label.where", text);
    checks.refuse();
    return new LabelSource(
        view,
        entity,
        rows,
        Objects.requireNonNull(eventTime, "the loader asks for it"),
        knownAt,
        Objects.requireNonNull(deleted, "refused otherwise"),
        Objects.requireNonNull(where, "refused otherwise"));
  }

  private static void column(
      Declared<LabelViewDefinition> view, Label label, SourceTable rows, SourceChecks checks) {
    String column = label.column();
    if (column == null) {
      return;
    }
    Optional<StructField> field = Columns.field(rows.schema(), column);
    if (field.isEmpty()) {
      checks.add(List.of(Columns.missing(view, "spec.label.column", column, rows.schema())));
    } else if (AggregateTypes.result(label.function().aggregate(), field.get().dataType())
        .isEmpty()) {
      String function = label.function().name().toLowerCase(Locale.ROOT);
      checks.add(
          List.of(
              view.error(
                  "spec.label.fn",
                  "AGGREGATE_TYPE",
                  "%s cannot be computed of column `%s`, which has type %s"
                      .formatted(function, column, Columns.sql(field.get().dataType())),
                  function + " takes " + AggregateTypes.takes(label.function().aggregate()))));
    }
  }
}
