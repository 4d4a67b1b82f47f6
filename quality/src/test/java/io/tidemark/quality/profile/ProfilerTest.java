package io.tidemark.quality.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.lineage.testing.SparkExtension;
import io.tidemark.quality.profile.ColumnProfile.Item;
import io.tidemark.quality.profile.ColumnProfile.Numbers;
import io.tidemark.quality.profile.ColumnProfile.Values;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class ProfilerTest {

  @TempDir Path folder;

  @Test
  void isWhatABruteForceFindsInRandomTablesOfAllTypes(SparkSession spark) {
    for (int seed = 0; seed < 8; seed++) {
      Random random = new Random(seed);
      List<Row> rows =
          new RandomTable(seed, 1 + random.nextInt(300)).rows(1 + random.nextInt(3000));
      Dataset<Row> table =
          spark.createDataFrame(rows, RandomTable.SCHEMA).repartition(1 + random.nextInt(6));
      check(rows, Profiler.profile(table), "rows, seed " + seed);

      String files = folder.resolve("seed_" + seed).toString();
      table.write().parquet(files);
      Dataset<Row> read = spark.read().parquet(files);
      assertThat(ScanBatches.of(read)).isPresent();
      check(rows, Profiler.profile(read), "batches, seed " + seed);
    }
  }

  @Test
  void columnsThatAQueryOnlyPicksAndRenamesAreReadInBatches(SparkSession spark) {
    String files = folder.resolve("picked").toString();
    spark.range(100).selectExpr("id AS a", "id * 2 AS b", "id % 3 AS c").write().parquet(files);
    Dataset<Row> picked = spark.read().parquet(files).selectExpr("c AS x", "b", "c AS y");
    assertThat(ScanBatches.of(picked)).isPresent();
    TableProfile profile = Profiler.profile(picked);
    assertThat(profile.columns()).extracting(ColumnProfile::name).containsExactly("x", "b", "y");
    assertThat(profile.columns())
        .extracting(ColumnProfile::greatest)
        .containsExactly("2", "198", "2");

    Dataset<Row> filtered = spark.read().parquet(files).where("a < 10");
    assertThat(ScanBatches.of(filtered)).isEmpty();
    assertThat(Profiler.profile(filtered).rows()).isEqualTo(10);
  }

  @Test
  void manyDistinctValuesAreEstimatedWithinFivePercentHoweverTheyAreParted(SparkSession spark) {
    for (int partitions : new int[] {1, 3, 40}) {
      Dataset<Row> table =
          spark
              .range(0, 200_000, 1, partitions)
              .selectExpr(
                  "id", "id * 0.5D AS d", "concat('k', id % 50000) AS t", "id % 4096 AS few");
      List<ColumnProfile> columns = Profiler.profile(table).columns();
      assertThat(distinct(columns.get(0))).isCloseTo(200_000, within(10_000.0));
      assertThat(distinct(columns.get(1))).isCloseTo(200_000, within(10_000.0));
      assertThat(distinct(columns.get(2))).isCloseTo(50_000, within(2_500.0));
      assertThat(columns.get(2).values().exact()).isFalse();
      assertThat(columns.get(3).values().distinct()).isEqualTo(4096);
      assertThat(columns.get(3).values().exact()).isTrue();
      Numbers numbers = columns.get(0).numbers();
      for (int step = 0; step <= 20; step++) {
        assertThat(numbers.quantiles().get(step)).isCloseTo(step * 10_000.0, within(2_400.0));
      }
      assertThat(numbers.min()).isZero();
      assertThat(numbers.max()).isEqualTo(199_999);
    }
  }

  @Test
  void frequentTextIsFoundAmongManyRareOnes(SparkSession spark) {
    Dataset<Row> table =
        spark
            .range(0, 100_000, 1, 7)
            .selectExpr("if(id % 5 = 0, 'often', if(id % 7 = 0, 'seventh', 'rare ' || id)) AS t");
    Values values = Profiler.profile(table).columns().get(0).values();
    assertThat(values.frequent()).extracting(Item::value).startsWith("often", "seventh");
    assertThat(values.frequent().get(0).count()).isBetween(19_000L, 20_000L);
  }

  @Test
  void aTableWithoutRowsHasAProfileToo(SparkSession spark) {
    for (Dataset<Row> empty :
        List.of(
            spark.createDataFrame(List.of(), RandomTable.SCHEMA),
            spark
                .createDataFrame(new RandomTable(1, 5).rows(5), RandomTable.SCHEMA)
                .where("false"))) {
      TableProfile profile = Profiler.profile(empty);
      assertThat(profile.rows()).isZero();
      assertThat(profile.columns()).hasSize(RandomTable.SCHEMA.size());
      Numbers numbers = profile.columns().get(4).numbers();
      assertThat(numbers).isEqualTo(new Numbers(0, 0, null, null, List.of()));
      assertThat(profile.columns().get(4).least()).isNull();
    }
  }

  @Test
  void constantsHaveNoDeviationAndInfinitiesAreValues(SparkSession spark) {
    double inf = Double.POSITIVE_INFINITY;
    Numbers constant = numbers(spark, Collections.nCopies(5000, (Object) 0.1));
    assertThat(constant.avg()).isEqualTo(0.1);
    assertThat(constant.stddev()).isZero();
    assertThat(constant.quantiles()).hasSize(21).containsOnly(0.1);

    Numbers infinite = numbers(spark, Arrays.asList(1.0, inf, Double.NaN, null, 3.0));
    assertThat(infinite.nans()).isEqualTo(1);
    assertThat(infinite.avg()).isEqualTo(inf);
    assertThat(infinite.stddev()).isNaN();
    assertThat(infinite.min()).isEqualTo(1);
    assertThat(infinite.median()).isEqualTo(3);
    assertThat(infinite.max()).isEqualTo(inf);
    assertThat(numbers(spark, List.of(-inf, inf)).avg()).isNaN();
    assertThat(numbers(spark, List.of(-inf, 2.0)).avg()).isEqualTo(-inf);

    Numbers nothing = numbers(spark, List.of(Double.NaN, Double.NaN));
    assertThat(nothing).isEqualTo(new Numbers(2, 0, null, null, List.of()));
    assertThat(numbers(spark, List.of(7.0)).stddev()).isNull();
    assertThat(numbers(spark, List.of(1.0, 2.0, 3.0, 4.0)).median()).isEqualTo(2.5);
  }

  @Test
  void smallDifferencesOfLargeNumbersAreNotLost(SparkSession spark) {
    List<Object> millis = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      millis.add(1_700_000_000_000.0 + i % 2);
    }
    Numbers numbers = numbers(spark, millis);
    assertThat(numbers.avg()).isEqualTo(1_700_000_000_000.5);
    assertThat(numbers.stddev()).isCloseTo(Math.sqrt(0.25 * 10_000 / 9_999), within(1e-12));
  }

  @Test
  void longTextIsCountedWholeAndShownCut(SparkSession spark) {
    String one = "€".repeat(1000) + "a";
    String other = "€".repeat(1000) + "b";
    ColumnProfile text = column(spark, DataTypes.StringType, List.of(one, other, other));
    assertThat(text.values().distinct()).isEqualTo(2);
    assertThat(text.values().frequent().get(0).count()).isEqualTo(2);
    assertThat(text.values().frequent().get(0).value()).isEqualTo("€".repeat(170) + "…");
    assertThat(text.lengths()).isEqualTo(new ColumnProfile.Lengths(1001, 1001, 1001));
  }

  private static double distinct(ColumnProfile column) {
    return column.values().distinct();
  }

  private static Numbers numbers(SparkSession spark, List<Object> values) {
    return column(spark, DataTypes.DoubleType, values).numbers();
  }

  private static ColumnProfile column(SparkSession spark, DataType type, List<Object> values) {
    List<Row> rows = values.stream().map(RowFactory::create).toList();
    Dataset<Row> table =
        spark.createDataFrame(rows, new StructType().add("c", type)).repartition(3);
    return Profiler.profile(table).columns().get(0);
  }

  private static void check(List<Row> rows, TableProfile profile, String what) {
    assertThat(profile.rows()).as(what).isEqualTo(rows.size());
    for (int i = 0; i < RandomTable.SCHEMA.size(); i++) {
      int at = i;
      ColumnProfile column = profile.columns().get(i);
      List<Object> values = new ArrayList<>();
      rows.forEach(row -> values.add(row.get(at)));
      String where = what + ", " + column.name();
      assertThat(column.name()).isEqualTo(RandomTable.SCHEMA.apply(i).name());
      assertThat(column.rows()).as(where).isEqualTo(rows.size());
      assertThat(column.nulls()).as(where).isEqualTo(Collections.frequency(values, null));
      Oracle oracle = new Oracle(values);
      if (column.numbers() != null) {
        checkNumbers(oracle, column, where);
      }
      if (column.lengths() != null) {
        int[] lengths =
            values.stream()
                .filter(Objects::nonNull)
                .map(String.class::cast)
                .mapToInt(text -> text.codePointCount(0, text.length()))
                .toArray();
        assertThat(column.lengths())
            .as(where)
            .isEqualTo(
                new ColumnProfile.Lengths(
                    IntStream.of(lengths).min().getAsInt(),
                    IntStream.of(lengths).max().getAsInt(),
                    IntStream.of(lengths).average().getAsDouble()));
      }
      if (column.values() != null) {
        checkValues(oracle, column, where);
      }
    }
  }

  private static void checkNumbers(Oracle oracle, ColumnProfile column, String where) {
    Numbers found = column.numbers();
    double[] numbers = oracle.numbers();
    assertThat(found.nans()).as(where).isEqualTo(oracle.nans());
    assertThat(found.zeros())
        .as(where)
        .isEqualTo(Arrays.stream(numbers).filter(each -> each == 0).count());
    if (numbers.length == 0) {
      assertThat(found).as(where).isEqualTo(new Numbers(oracle.nans(), 0, null, null, List.of()));
      assertThat(column.least()).as(where).isNull();
      return;
    }
    assertThat(found.avg()).as(where).isCloseTo(oracle.avg(), within(near(oracle.avg())));
    if (numbers.length == 1) {
      assertThat(found.stddev()).as(where).isNull();
    } else {
      double stddev = oracle.stddev();
      assertThat(found.stddev()).as(where).isCloseTo(stddev, within(near(stddev)));
    }
    assertThat(found.min()).as(where).isEqualTo(numbers[0]);
    assertThat(found.max()).as(where).isEqualTo(numbers[numbers.length - 1]);
    assertThat(new BigDecimal(column.least()).doubleValue()).as(where).isEqualTo(numbers[0]);
    assertThat(new BigDecimal(column.greatest()).doubleValue())
        .as(where)
        .isEqualTo(numbers[numbers.length - 1]);
    assertThat(found.quantiles()).as(where).hasSize(21);
    double off = numbers.length <= 400 ? 1.0 / numbers.length : 0.012;
    for (int step = 0; step <= 20; step++) {
      assertThat(found.quantiles().get(step))
          .as(where + " at " + step)
          .isBetween(oracle.quantile(step / 20.0 - off), oracle.quantile(step / 20.0 + off + 1e-9));
    }
  }

  private static double near(double value) {
    return Math.abs(value) * 1e-10 + 1e-9;
  }

  private static void checkValues(Oracle oracle, ColumnProfile column, String where) {
    Map<Object, Long> counts = new HashMap<>();
    // Arrays are no keys.
    oracle
        .counts()
        .forEach(
            (value, count) ->
                counts.merge(
                    value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value,
                    count,
                    Long::sum));
    assertThat(column.values().distinct()).as(where).isEqualTo(counts.size());
    assertThat(column.values().exact()).as(where).isTrue();
    if (column.type().equals(DataTypes.BinaryType)) {
      assertThat(column.values().frequent()).isEmpty();
      return;
    }
    List<Long> greatest =
        counts.values().stream()
            .sorted(Collections.reverseOrder())
            .limit(Values.MOST_FREQUENT)
            .toList();
    assertThat(column.values().frequent())
        .as(where)
        .extracting(Item::count)
        .containsExactlyElementsOf(greatest);
    if (column.type().equals(DataTypes.StringType)) {
      column
          .values()
          .frequent()
          .forEach(item -> assertThat(counts.get(item.value())).isEqualTo(item.count()));
    }
  }
}
