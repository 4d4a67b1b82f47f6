package io.tidemark.quality.profile;

import io.tidemark.quality.profile.ColumnProfile.Item;
import io.tidemark.quality.profile.ColumnProfile.Lengths;
import io.tidemark.quality.profile.ColumnProfile.Numbers;
import io.tidemark.quality.profile.ColumnProfile.Values;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Profiles as rows of {@code quality.profile}. */
public final class ProfileRows {

  /** What the row of the table itself has for a column's name. */
  public static final String TABLE = ":table";

  /** The columns of {@code quality.profile}. */
  public static final StructType SCHEMA =
      new StructType()
          .add("run_id", DataTypes.StringType)
          .add("object", DataTypes.StringType)
          .add("version", DataTypes.LongType)
          .add("logical_date", DataTypes.DateType)
          .add(
              "window",
              new StructType()
                  .add("start", DataTypes.TimestampType)
                  .add("end", DataTypes.TimestampType))
          .add("granularity", DataTypes.StringType)
          .add("slice_key", DataTypes.StringType)
          .add("slice_value", DataTypes.StringType)
          .add("column_name", DataTypes.StringType)
          .add("data_type", DataTypes.StringType)
          .add("count", DataTypes.LongType)
          .add("num_nulls", DataTypes.LongType)
          .add("num_nan", DataTypes.LongType)
          .add("num_zeros", DataTypes.LongType)
          .add("avg", DataTypes.DoubleType)
          .add("stddev", DataTypes.DoubleType)
          .add("min", DataTypes.DoubleType)
          .add("max", DataTypes.DoubleType)
          .add("median", DataTypes.DoubleType)
          .add("quantiles", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("min_length", DataTypes.LongType)
          .add("max_length", DataTypes.LongType)
          .add("avg_length", DataTypes.DoubleType)
          .add("distinct_count", DataTypes.LongType)
          .add(
              "frequent_items",
              DataTypes.createArrayType(
                  new StructType()
                      .add("item", DataTypes.StringType)
                      .add("count", DataTypes.LongType)))
          .add("percent_null", DataTypes.DoubleType)
          .add("percent_nan", DataTypes.DoubleType)
          .add("percent_distinct", DataTypes.DoubleType)
          .add("now", DataTypes.TimestampType);

  private static final String DAY = "P1D";

  private ProfileRows() {}

  /**
   * A row for the table and one per column, of all that was profiled: no slice. The window is the
   * logical date. What a type does not have is NULL, so the numeric statistics of text, and a share
   * of no rows; shares are of all rows, NULL ones too.
   *
   * @param version the Delta version; null for files
   */
  public static List<Row> of(
      String runId,
      String object,
      @Nullable Long version,
      LocalDate logicalDate,
      Instant now,
      TableProfile profile) {
    Row window = RowFactory.create(midnight(logicalDate), midnight(logicalDate.plusDays(1)));
    List<Row> rows = new ArrayList<>();
    List<@Nullable Object> head = new ArrayList<>();
    head.add(runId);
    head.add(object);
    head.add(version);
    head.add(logicalDate);
    head.add(window);
    head.add(DAY);
    head.add(null);
    head.add(null);
    rows.add(row(head, table(profile), now));
    profile.columns().forEach(column -> rows.add(row(head, column(column), now)));
    return rows;
  }

  private static Row row(
      List<@Nullable Object> head, List<@Nullable Object> statistics, Instant now) {
    List<@Nullable Object> row = new ArrayList<>(head);
    row.addAll(statistics);
    row.add(now);
    return RowFactory.create(row.toArray());
  }

  private static List<@Nullable Object> table(TableProfile profile) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(TABLE);
    row.add(null);
    row.add(profile.rows());
    while (row.size() < statistics()) {
      row.add(null);
    }
    return row;
  }

  /** The columns from the name of the column to the last share. */
  private static int statistics() {
    return SCHEMA.fieldIndex("now") - SCHEMA.fieldIndex("column_name");
  }

  private static List<@Nullable Object> column(ColumnProfile column) {
    Numbers numbers = column.numbers();
    Lengths lengths = column.lengths();
    Values values = column.values();
    Long nans = numbers == null ? null : (Long) numbers.nans();
    List<@Nullable Object> row = new ArrayList<>();
    row.add(column.name());
    row.add(column.type().catalogString());
    row.add(column.rows());
    row.add(column.nulls());
    row.add(nans);
    row.add(numbers == null ? null : numbers.zeros());
    row.add(numbers == null ? null : numbers.avg());
    row.add(numbers == null ? null : numbers.stddev());
    row.add(numbers == null ? null : numbers.min());
    row.add(numbers == null ? null : numbers.max());
    row.add(numbers == null ? null : numbers.median());
    row.add(
        numbers == null || numbers.quantiles().isEmpty() ? null : numbers.quantiles().toArray());
    row.add(lengths == null ? null : (Long) lengths.min());
    row.add(lengths == null ? null : (Long) lengths.max());
    row.add(lengths == null ? null : (Double) lengths.avg());
    row.add(values == null ? null : (Long) values.distinct());
    row.add(values == null ? null : items(values.frequent()));
    row.add(share(column.nulls(), column.rows()));
    row.add(nans == null ? null : share(nans, column.rows()));
    row.add(values == null ? null : share(values.distinct(), column.rows()));
    return row;
  }

  private static Object[] items(List<Item> items) {
    return items.stream().map(item -> RowFactory.create(item.value(), item.count())).toArray();
  }

  private static @Nullable Double share(long part, long rows) {
    return rows == 0 ? null : (Double) ((double) part / rows);
  }

  private static Instant midnight(LocalDate date) {
    return date.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
