package io.tidemark.featurestore.pit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class SpineOrderTest {
  private static final StructType COLUMNS =
      new StructType()
          .add("text", DataTypes.StringType)
          .add("k", DataTypes.LongType)
          .add("t", DataTypes.LongType);

  /** One row as it left the order. */
  private record Seen(@Nullable Long key, @Nullable Long time, String text)
      implements Serializable {}

  @Test
  void timesAreInOrderWithinEveryKeyHoweverManyRowsItHas(SparkSession spark) {
    for (int seed = 0; seed < 4; seed++) {
      Random random = new Random(seed);
      List<Row> rows = new ArrayList<>();
      int keys = 1 + random.nextInt(50);
      for (int k = 0; k < keys; k++) {
        int many = random.nextInt(10) == 0 ? 4000 + random.nextInt(8000) : random.nextInt(6);
        for (int i = 0; i < many; i++) {
          Long time = random.nextInt(9) == 0 ? null : random.nextLong() >> random.nextInt(60);
          rows.add(RowFactory.create("x".repeat(random.nextInt(30)) + i, k - 5L, time));
        }
      }
      rows.add(RowFactory.create("no key", null, 7L));
      rows.add(RowFactory.create("no key either", null, 3L));
      Dataset<Row> sorted =
          spark
              .createDataFrame(rows, COLUMNS)
              .repartition(1)
              .sortWithinPartitions(functions.col("k"));

      List<Seen> seen = seen(sorted);

      assertThat(seen)
          .as("seed %d", seed)
          .map(row -> row.key() + " " + row.time() + " " + row.text())
          .containsExactlyInAnyOrderElementsOf(
              rows.stream().map(row -> row.get(1) + " " + row.get(2) + " " + row.get(0)).toList());
      Map<Long, List<Seen>> byKey = new TreeMap<>();
      List<Long> order = new ArrayList<>();
      for (Seen row : seen) {
        if (row.key() != null) {
          byKey.computeIfAbsent(row.key(), k -> new ArrayList<>()).add(row);
          order.add(row.key());
        }
      }
      assertThat(order).as("seed %d", seed).isSorted();
      byKey.forEach(
          (key, its) ->
              assertThat(its.stream().map(Seen::time).toList())
                  .as("key %d", key)
                  .isSortedAccordingTo(Comparator.nullsFirst(Comparator.naturalOrder())));
    }
  }

  private static List<Seen> seen(Dataset<Row> sorted) {
    FlatMapFunction<Iterator<InternalRow>, Seen> ordered =
        rows -> {
          SpineOrder order = new SpineOrder(rows, COLUMNS, new KeyColumn(DataTypes.LongType, 1), 2);
          List<Seen> all = new ArrayList<>();
          while (order.hasNext()) {
            InternalRow row = order.next();
            all.add(
                new Seen(
                    row.isNullAt(1) ? null : row.getLong(1),
                    row.isNullAt(2) ? null : row.getLong(2),
                    Objects.requireNonNull(row.getUTF8String(0)).toString()));
          }
          return all.iterator();
        };
    return SparkInternals.rows(sorted).mapPartitions(ordered).collect();
  }
}
