package io.tidemark.featurestore.plan;

import static org.apache.spark.sql.functions.lit;

import io.tidemark.lineage.Columns;
import io.tidemark.lineage.Predicates;
import io.tidemark.lineage.SourceTable;
import io.tidemark.lineage.TimeConversion;
import io.tidemark.lineage.definition.Declared;
import io.tidemark.lineage.definition.EntityDefinition;
import io.tidemark.lineage.definition.KeyColumn;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.definition.SourceDefinition;
import io.tidemark.lineage.definition.SourceType;
import io.tidemark.lineage.definition.SqlType;
import io.tidemark.lineage.definition.TimeColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Finds in a source what a definition names, and gathers what is wrong. */
final class SourceChecks {
  private final Declared<SourceDefinition> source;
  private final SourceTable rows;
  private final StructType schema;
  private final List<Problem> problems = new ArrayList<>();

  SourceChecks(SourceTable rows) {
    this.source = rows.declared();
    this.rows = rows;
    this.schema = rows.schema();
  }

  /** Refuses if anything was wrong. */
  void refuse() {
    if (!problems.isEmpty()) {
      throw new Refusal(2, problems);
    }
  }

  void add(List<Problem> more) {
    problems.addAll(more);
  }

  /** The source's event time: of scd2 the time from which a row is valid. */
  @Nullable TimeConversion eventTime() {
    boolean scd2 = source.definition().type() == SourceType.SCD2;
    return scd2
        ? time("spec.validFrom", source.definition().validFrom())
        : time("spec.eventTimestamp", source.definition().eventTimestamp());
  }

  /** Null where none is declared, or with its problem gathered. */
  @Nullable TimeConversion time(String path, @Nullable TimeColumn time) {
    return time == null ? null : attempt(() -> TimeConversion.of(source, path, time, schema));
  }

  /** Whether a row is a deletion, never NULL; null with its problem gathered. */
  @Nullable Column deleted() {
    String deletedWhen = source.definition().deletedWhen();
    return deletedWhen == null ? lit(false) : predicate(source, "spec.deletedWhen", deletedWhen);
  }

  /** A predicate over the source's rows; null with its problem gathered. */
  @Nullable Column predicate(Declared<?> owner, String path, String text) {
    return attempt(() -> Predicates.compile(owner, path, text, rows.rows()));
  }

  void keys(Declared<?> owner, EntityDefinition entity, Map<String, String> columns) {
    for (KeyColumn key : entity.keys()) {
      String column = columns.getOrDefault(key.name(), key.name());
      typed(owner, "spec.keys." + key.name(), column, key.type());
    }
  }

  /** A column of a declared type. */
  void typed(Declared<?> owner, String path, String column, SqlType type) {
    Optional<StructField> field = Columns.field(schema, column);
    if (field.isEmpty()) {
      problems.add(Columns.missing(owner, path, column, schema));
      return;
    }
    String at = path.endsWith(".column") ? path.replaceFirst("column$", "type") : path;
    Columns.mismatch(owner, at, column, type, field.get().dataType()).ifPresent(problems::add);
  }

  /** Columns that rows are ordered by. */
  void ordered(Declared<?> owner, String path, List<String> columns) {
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      String at = path + "[" + i + "]";
      Optional<StructField> field = Columns.field(schema, column);
      if (field.isEmpty()) {
        problems.add(Columns.missing(owner, at, column, schema));
      } else if (!isOrdered(field.get().dataType())) {
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

  private static boolean isOrdered(DataType type) {
    if (type instanceof ArrayType array) {
      return isOrdered(array.elementType());
    }
    if (type instanceof StructType struct) {
      for (StructField field : struct.fields()) {
        if (!isOrdered(field.dataType())) {
          return false;
        }
      }
      return true;
    }
    return !(type instanceof MapType);
  }

  private <T> @Nullable T attempt(Supplier<T> check) {
    try {
      return check.get();
    } catch (Refusal refusal) {
      problems.addAll(refusal.problems());
      return null;
    }
  }
}
