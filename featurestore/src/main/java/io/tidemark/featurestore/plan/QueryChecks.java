package io.tidemark.featurestore.plan;

import io.tidemark.featurestore.definition.Feature;
import io.tidemark.lineage.Columns;
import io.tidemark.lineage.InputRows;
import io.tidemark.lineage.definition.KeyColumn;
import io.tidemark.lineage.definition.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Whether a view's query yields exactly what the view declares. */
final class QueryChecks {
  private QueryChecks() {}

  /**
   * Compares the columns.
   *
   * @throws Refusal that names every difference
   */
  static void check(FeatureTable table, InputRows rows) {
    Map<String, DataType> declared = new LinkedHashMap<>();
    for (KeyColumn key : table.entity().definition().keys()) {
      declared.put(key.name(), Columns.type(key.type()));
    }
    for (Feature feature : table.view().definition().features()) {
      declared.put(feature.name(), Columns.type(feature.type()));
    }
    List<String> differences = new ArrayList<>();
    Set<String> found = new HashSet<>();
    Set<String> spelled = new HashSet<>();
    for (StructField field : rows.schema().fields()) {
      String name = field.name();
      if (!spelled.add(name.toLowerCase(Locale.ROOT))) {
        differences.add(name + " stands twice");
        continue;
      }
      found.add(name);
      boolean time = name.equals(FeatureTable.EVENT_TS) || name.equals(FeatureTable.KNOWN_AT);
      DataType type = declared.get(name);
      String actual = Columns.sql(field.dataType());
      if (time && !isTime(field.dataType())) {
        differences.add(name + " is " + actual + ", should be TIMESTAMP or DATE");
      } else if (!time && type == null) {
        differences.add(name + " is superfluous");
      } else if (type != null && !Columns.equal(type, field.dataType())) {
        differences.add(name + " is " + actual + ", should be " + Columns.sql(type));
      }
    }
    List<String> needed = new ArrayList<>(declared.keySet());
    needed.add(FeatureTable.EVENT_TS);
    needed.stream()
        .filter(name -> !found.contains(name))
        .forEach(name -> differences.add(name + " is missing"));
    if (!differences.isEmpty()) {
      throw new Refusal(
          2,
          List.of(
              table
                  .view()
                  .error(
                      QuerySource.SQL,
                      "SQL_COLUMNS",
                      "the query does not yield what the view declares: "
                          + String.join("; ", differences),
                      "yield exactly the keys, event_ts, known_at if there is one, and the"
                          + " features, with their types; nothing is converted")));
    }
  }

  private static boolean isTime(DataType type) {
    return DataTypes.TimestampType.equals(type) || DataTypes.DateType.equals(type);
  }
}
