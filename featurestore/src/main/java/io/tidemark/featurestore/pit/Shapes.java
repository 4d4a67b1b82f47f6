package io.tidemark.featurestore.pit;

import io.tidemark.lineage.definition.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What every engine checks about columns before it starts. */
final class Shapes {
  private Shapes() {}

  static void check(SpineRows spine, List<AsOfView> views) {
    StructType schema = spine.rows().schema();
    DataType time = field(schema, spine.time()).dataType();
    if (!time.equals(DataTypes.TimestampType)) {
      throw Refusal.of(
          "SPINE_TIME_TYPE",
          null,
          "The spine's time " + spine.time() + " is " + time.sql() + ", not TIMESTAMP",
          "convert it to TIMESTAMP");
    }
    Set<String> names = new HashSet<>();
    for (String column : schema.fieldNames()) {
      distinct(names, column);
    }
    for (AsOfView view : views) {
      keyTypes(schema, view);
      view.features().forEach(f -> distinct(names, f.name()));
      view.windows().forEach(w -> distinct(names, w.name()));
      distinct(names, view.eventTimeColumn());
      distinct(names, view.knownAtColumn());
    }
  }

  private static void keyTypes(StructType spine, AsOfView view) {
    for (AsOfView.Key key : view.keys()) {
      DataType stored = field(view.rows().schema(), key.column()).dataType();
      DataType asked = field(spine, key.spineColumn()).dataType();
      if (!stored.equals(asked)) {
        throw Refusal.of(
            "KEY_TYPE",
            null,
            "Key %s of view %s is %s, the spine's %s is %s"
                .formatted(key.column(), view.name(), stored.sql(), key.spineColumn(), asked.sql()),
            "give the spine's column the type " + stored.sql());
      }
    }
  }

  /** The field of exactly that name, else of that name in other letters' case. */
  static StructField field(StructType schema, String name) {
    Optional<StructField> found = Optional.empty();
    for (StructField field : schema.fields()) {
      if (field.name().equals(name)) {
        return field;
      }
      if (field.name().equalsIgnoreCase(name)) {
        found = Optional.of(field);
      }
    }
    return found.orElseThrow(
        () ->
            Refusal.of(
                "MISSING_COLUMN",
                null,
                "Column " + name + " is not there; there are " + String.join(", ", schema.names()),
                "name one of these"));
  }

  /** Whether Spark can hash the type: everything without a map in it. */
  static boolean hashable(DataType type) {
    if (type instanceof ArrayType array) {
      return hashable(array.elementType());
    }
    if (type instanceof StructType struct) {
      for (StructField field : struct.fields()) {
        if (!hashable(field.dataType())) {
          return false;
        }
      }
    }
    return !(type instanceof MapType);
  }

  private static void distinct(Set<String> names, String name) {
    if (!names.add(name.toLowerCase(Locale.ROOT))) {
      throw Refusal.of(
          "NAME_CLASH",
          null,
          "Two output columns are called " + name,
          "rename one with prefix or as");
    }
  }
}
