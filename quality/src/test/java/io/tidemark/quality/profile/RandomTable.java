package io.tidemark.quality.profile;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows with a column of every type that a profile looks into, each with its share of NULLs. */
final class RandomTable {
  static final StructType SCHEMA =
      new StructType()
          .add("flag", DataTypes.BooleanType)
          .add("tiny", DataTypes.ByteType)
          .add("small", DataTypes.ShortType)
          .add("whole", DataTypes.IntegerType)
          .add("big", DataTypes.LongType)
          .add("single", DataTypes.FloatType)
          .add("a.double `one`", DataTypes.DoubleType)
          .add("price", DataTypes.createDecimalType(12, 2))
          .add("wide", DataTypes.createDecimalType(38, 9))
          .add("day", DataTypes.DateType)
          .add("at", DataTypes.TimestampType)
          .add("local", DataTypes.TimestampNTZType)
          .add("text", DataTypes.StringType)
          .add("bytes", DataTypes.BinaryType)
          .add("list", DataTypes.createArrayType(DataTypes.LongType));

  private final Random random;
  private final int distinct;
  private final double[] nulls = new double[SCHEMA.size()];

  /**
   * A table.
   *
   * @param distinct about so many values a column has at most
   */
  RandomTable(long seed, int distinct) {
    this.random = new Random(seed);
    this.distinct = distinct;
    for (int i = 0; i < nulls.length; i++) {
      nulls[i] = new double[] {0, 0.1, 0.9, 1}[random.nextInt(4)];
    }
  }

  List<Row> rows(int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row());
    }
    return rows;
  }

  private Row row() {
    List<Supplier<Object>> values =
        List.of(
            random::nextBoolean,
            () -> (byte) draw(),
            () -> (short) draw(),
            () -> draw() - distinct / 2,
            () -> 1_700_000_000_000L + draw(),
            () -> Math.abs(draw()) % 20 == 0 ? Float.NaN : draw() / 7f,
            () -> Math.abs(draw()) % 20 == 0 ? Double.NaN : draw() % 3 == 0 ? -0.0 : draw() * 1e-3,
            () -> BigDecimal.valueOf(draw(), 2),
            () -> new BigDecimal(BigInteger.TEN.pow(27).add(BigInteger.valueOf(draw())), 9),
            () -> LocalDate.ofEpochDay(draw()),
            () -> Instant.ofEpochSecond(draw(), 1000),
            () -> LocalDateTime.ofEpochSecond(draw(), 0, ZoneOffset.UTC),
            () -> "é😀x".repeat(draw() % 4) + draw(),
            () -> ("b" + draw()).getBytes(StandardCharsets.UTF_8),
            () -> new Long[] {(long) draw(), null});
    Object[] row = new Object[values.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = random.nextDouble() < nulls[i] ? null : values.get(i).get();
    }
    return RowFactory.create(row);
  }

  private int draw() {
    return random.nextInt(distinct);
  }
}
