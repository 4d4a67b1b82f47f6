package io.tidemark.quality.engine;

import io.tidemark.lineage.Columns;
import io.tidemark.quality.definition.Check.Expected;
import io.tidemark.quality.definition.Check.SchemaIs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** How a table's columns differ from those expected; nullability does not count. */
final class SchemaComparison {
  private static final List<DataType> INTEGERS =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

  private SchemaComparison() {}

  /**
   * One line for each column that is not as expected; none if all are.
   *
   * @throws UnfitRuleException if an expected type is none
   */
  static List<String> differences(SchemaIs rule, List<Expected> expected, StructType actual) {
    List<String> found = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (int i = 0; i < expected.size(); i++) {
      Expected column = expected.get(i);
      known.add(column.name());
      DataType type = type(column);
      Optional<StructField> there = Columns.field(actual, column.name());
      if (there.isEmpty()) {
        found.add("`" + column.name() + "` is missing");
      } else if (!fits(rule, type, there.get().dataType())) {
        found.add(
            "`%s` has type %s, expected is %s"
                .formatted(column.name(), Columns.sql(there.get().dataType()), Columns.sql(type)));
      } else if (rule.exact()
          && (i >= actual.size() || !actual.fields()[i].name().equals(column.name()))) {
        found.add("`" + column.name() + "` is not column " + (i + 1));
      }
    }
    if (rule.exact() || !rule.allowNew()) {
      Arrays.stream(actual.fieldNames())
          .filter(name -> !known.contains(name))
          .forEach(name -> found.add("`" + name + "` is new"));
    }
    return found;
  }

  private static boolean fits(SchemaIs rule, DataType expected, DataType actual) {
    return Columns.equal(expected, actual) || (!rule.exact() && isWider(actual, expected));
  }

  private static boolean isWider(DataType actual, DataType expected) {
    int from = INTEGERS.indexOf(expected);
    if (from >= 0) {
      return INTEGERS.indexOf(actual) > from;
    }
    if (expected instanceof DecimalType old && actual instanceof DecimalType now) {
      return now.scale() >= old.scale()
          && now.precision() - now.scale() >= old.precision() - old.scale();
    }
    return DataTypes.FloatType.equals(expected) && DataTypes.DoubleType.equals(actual);
  }

  private static DataType type(Expected column) {
    try {
      return DataType.fromDDL(column.type());
    } catch (Exception e) {
      throw new UnfitRuleException(
          "TYPE_UNFIT", "`" + column.name() + "`: there is no type " + column.type());
    }
  }
}
