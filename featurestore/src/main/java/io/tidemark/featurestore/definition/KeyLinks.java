package io.tidemark.featurestore.definition;

import io.tidemark.lineage.definition.Columns;
import io.tidemark.lineage.definition.EntityDefinition;
import io.tidemark.lineage.definition.Field;
import io.tidemark.lineage.definition.Fields;
import io.tidemark.lineage.definition.KeyColumn;
import io.tidemark.lineage.definition.Nearest;
import io.tidemark.lineage.definition.SqlType;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which source column each key of an entity is. */
final class KeyLinks {
  private KeyLinks() {}

  /**
   * Completes {@code keys} with the columns that have a key's own name, and checks all.
   *
   * @return false if the keys could not be read
   */
  static boolean complete(
      Fields spec,
      Field<SortedMap<String, String>> field,
      EntityDefinition entity,
      Map<String, SqlType> schema) {
    SortedMap<String, String> declared = spec.find(field);
    if (declared == null) {
      return false;
    }
    List<String> names = entity.keys().stream().map(KeyColumn::name).toList();
    for (String key : declared.keySet()) {
      if (!names.contains(key)) {
        spec.error(
            field.name() + "." + key,
            "UNKNOWN_KEY_NAME",
            "The entity " + entity.metadata().name() + " has no key " + key,
            Nearest.hint(key, names).orElse("its keys are " + String.join(", ", names)));
      }
    }
    SortedMap<String, String> complete = new TreeMap<>();
    for (KeyColumn key : entity.keys()) {
      String column = declared.getOrDefault(key.name(), key.name());
      complete.put(key.name(), column);
      Columns.check(spec, field.name() + "." + key.name(), column, key.type(), schema);
    }
    spec.set(field, complete, complete);
    spec.order(names);
    return true;
  }
}
