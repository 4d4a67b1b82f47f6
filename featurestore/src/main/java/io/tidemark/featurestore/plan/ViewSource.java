package io.tidemark.featurestore.plan;

import static org.apache.spark.sql.functions.lit;

import io.tidemark.featurestore.definition.Feature;
import io.tidemark.featurestore.definition.FeatureViewDefinition;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.Predicates;
import io.tidemark.lineage.SourceTable;
import io.tidemark.lineage.TimeConversion;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.KeyColumn;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.lineage.definition.SourceType;
import io.tidemark.lineage.definition.SqlType;
import io.tidemark.lineage.definition.TimeColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A source as a view reads it: every column it needs is there with the declared type, the times can
 * be read and the predicates hold to the rules.
 *
 * @param eventTime of scd2 the time from which a row is valid
 * @param validTo of scd2 the time from which it no longer is; null for other sources
 * @param knownAt null if the source declares none
 * @param deleted whether a row is a deletion, never NULL
 */
public record ViewSource(
    SourceTable rows,
    TimeConversion eventTime,
    @Nullable TimeConversion validTo,
    @Nullable TimeConversion knownAt,
    Column deleted) {

  /**
   * Checks a source against the view of a table.
   *
   * @throws Refusal with every problem, at the fields of the view and of the source
   */
  public static ViewSource of(FeatureTable table, SourceTable rows) {
    StructType schema = rows.schema();
    List<Problem> problems = new ArrayList<>();
    keys(table, schema, problems);
    features(table, schema, problems);
    problems.addAll(AggregationChecks.of(table.view(), rows));
    named(table.source(), "spec.id", table.source().definition().id(), schema, problems);
    named(
        table.view(), "spec.tieBreaker", table.view().definition().tieBreaker(), schema, problems);
    Declared<SourceDefinition> source = table.source();
    SourceDefinition definition = source.definition();
    boolean scd2 = definition.type() == SourceType.SCD2;
    TimeColumn event = scd2 ? definition.validFrom() : definition.eventTimestamp();
    TimeConversion eventTime =
        time(source, scd2 ? "spec.validFrom" : "spec.eventTimestamp", event, schema, problems);
    TimeConversion validTo = time(source, "spec.validTo", definition.validTo(), schema, problems);
    TimeConversion knownAt = time(source, "spec.knownAt", definition.knownAt(), schema, problems);
    String deletedWhen = definition.deletedWhen();
    Column deleted =
        deletedWhen == null
            ? lit(false)
            : attempt(
                () -> Predicates.compile(source, "spec.deletedWhen", deletedWhen, rows.rows()),
                problems);
    if (!problems.isEmpty() || deleted == null) {
      throw new Refusal(2, problems);
    }
    Objects.requireNonNull(eventTime, "the loader asks for it");
    return new ViewSource(rows, eventTime, validTo, knownAt, deleted);
  }

  /** Null where none is declared, or with its problem reported. */
  private static @Nullable TimeConversion time(
      Declared<SourceDefinition> source,
      String path,
      @Nullable TimeColumn time,
      StructType schema,
      List<Problem> problems) {
    return time == null
        ? null
        : attempt(() -> TimeConversion.of(source, path, time, schema), problems);
  }

  private static void keys(FeatureTable table, StructType schema, List<Problem> problems) {
    for (KeyColumn key : table.entity().definition().keys()) {
      String column = table.view().definition().keys().getOrDefault(key.name(), key.name());
      typed(table.view(), "spec.keys." + key.name(), column, key.type(), schema, problems);
    }
  }

  private static void features(FeatureTable table, StructType schema, List<Problem> problems) {
    Declared<FeatureViewDefinition> view = table.view();
    List<Feature> features = view.definition().features();
    for (int i = 0; i < features.size(); i++) {
      Feature feature = features.get(i);
      String path = "spec.features[" + i + "]";
      typed(view, path + ".column", feature.column(), feature.type(), schema, problems);
    }
  }

  private static void typed(
      Declared<?> owner,
      String path,
      String column,
      SqlType type,
      StructType schema,
      List<Problem> problems) {
    Optional<StructField> field = Columns.field(schema, column);
    if (field.isEmpty()) {
      problems.add(Columns.missing(owner, path, column, schema));
      return;
    }
    String at = path.endsWith(".column") ? path.replaceFirst("column$", "type") : path;
    Columns.mismatch(owner, at, column, type, field.get().dataType()).ifPresent(problems::add);
  }

  private static void named(
      Declared<?> owner,
      String path,
      List<String> columns,
      StructType schema,
      List<Problem> problems) {
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      String at = path + "[" + i + "]";
      Optional<StructField> field = Columns.field(schema, column);
      if (field.isEmpty()) {
        problems.add(Columns.missing(owner, at, column, schema));
      } else if (!ordered(field.get().dataType())) {
        problems.add(
            owner.error(
                at,
                "TYPE_UNORDERED",
                "column `%s` has type %s, which has no order"
                    .formatted(column, Columns.sql(field.get().dataType())),
                "name columns without maps"));
      }
    }
  }

  private static boolean ordered(DataType type) {
    if (type instanceof ArrayType array) {
      return ordered(array.elementType());
    }
    if (type instanceof StructType struct) {
      for (StructField field : struct.fields()) {
        if (!ordered(field.dataType())) {
          return false;
        }
      }
      return true;
    }
    return !(type instanceof MapType);
  }

  private static <T> @Nullable T attempt(Supplier<T> check, List<Problem> problems) {
    try {
      return check.get();
    } catch (Refusal refusal) {
      problems.addAll(refusal.problems());
      return null;
    }
  }
}
