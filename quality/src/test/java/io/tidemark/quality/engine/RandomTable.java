package io.tidemark.quality.engine;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A small table of few values, so that they repeat, with NULL, NaN and infinities among them. */
final class RandomTable {

  static final StructType SCHEMA =
      new StructType()
          .add("i", DataTypes.IntegerType)
          .add("l", DataTypes.LongType)
          .add("d", DataTypes.DoubleType)
          .add("f", DataTypes.FloatType)
          .add("m", DataTypes.createDecimalType(6, 2))
          .add("s", DataTypes.StringType)
          .add("day", DataTypes.DateType)
          .add("at", DataTypes.TimestampType)
          .add("flag", DataTypes.BooleanType)
          .add("g", DataTypes.StringType)
          .add("h", DataTypes.IntegerType);

  private static final List<List<Object>> VALUES =
      List.of(
          List.of(-3, 0, 1, 2, 7, Integer.MAX_VALUE),
          List.of(-3L, 0L, 5L, 9_007_199_254_740_993L, Long.MIN_VALUE, Long.MAX_VALUE),
          List.of(-1.5, -0.0, 0.0, 2.5, Double.NaN, Double.POSITIVE_INFINITY, 1e-300),
          List.of(-1.5f, 0.1f, 2.5f, Float.NaN, Float.NEGATIVE_INFINITY),
          List.of(new BigDecimal("-9999.99"), new BigDecimal("0.10"), new BigDecimal("0.11")),
          List.of("", "a", "A", "ab", "a b", "\uD83D\uDE00", "\uD83D\uDE00x", "line\nline"),
          List.of(Date.valueOf("2026-01-01"), Date.valueOf("2026-06-30")),
          List.of(
              Timestamp.from(Instant.parse("2026-06-30T23:59:59.999999Z")),
              Timestamp.from(Instant.parse("2026-07-02T00:00:00Z")),
              Timestamp.from(Instant.parse("2026-06-01T00:00:00Z"))),
          List.of(true, false),
          List.of("x", "y,\"z\"", ""),
          List.of(1, 2, 3));

  final List<Row> rows = new ArrayList<>();

  RandomTable(Random random) {
    int many = random.nextInt(40);
    double nulls = random.nextDouble() * 0.4;
    for (int r = 0; r < many; r++) {
      @Nullable Object[] values = new Object[VALUES.size()];
      for (int c = 0; c < values.length; c++) {
        List<Object> pool = VALUES.get(c);
        values[c] = random.nextDouble() < nulls ? null : pool.get(random.nextInt(pool.size()));
      }
      rows.add(RowFactory.create(values));
    }
  }

  Dataset<Row> dataset(SparkSession spark) {
    return spark.createDataFrame(rows, SCHEMA).repartition(3);
  }

  static @Nullable Object value(Row row, String column) {
    return row.get(SCHEMA.fieldIndex(column));
  }
}
