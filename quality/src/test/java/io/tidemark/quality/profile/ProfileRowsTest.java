package io.tidemark.quality.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class ProfileRowsTest {
  private static final Instant NOW = Instant.parse("2026-07-01T02:00:00.000001Z");

  @Test
  void areTheColumnsOfTheTableInItsOrder() {
    assertThat(ProfileRows.SCHEMA.fieldNames())
        .containsExactly(
            "run_id",
            "object",
            "version",
            "logical_date",
            "window",
            "granularity",
            "slice_key",
            "slice_value",
            "column_name",
            "data_type",
            "count",
            "num_nulls",
            "num_nan",
            "num_zeros",
            "avg",
            "stddev",
            "min",
            "max",
            "median",
            "quantiles",
            "min_length",
            "max_length",
            "avg_length",
            "distinct_count",
            "frequent_items",
            "percent_null",
            "percent_nan",
            "percent_distinct",
            "now");
  }

  @Test
  void areOneForTheTableAndOneForEachColumn(SparkSession spark) {
    StructType schema =
        new StructType()
            .add("amount", DataTypes.DoubleType)
            .add("code", DataTypes.StringType)
            .add("day", DataTypes.DateType)
            .add("list", DataTypes.createArrayType(DataTypes.LongType));
    LocalDate day = LocalDate.of(2026, 6, 30);
    List<Row> rows =
        List.of(
            RowFactory.create(0.0, "é😀", day, null),
            RowFactory.create(3.0, "a", day, null),
            RowFactory.create(Double.NaN, "a", day, null),
            RowFactory.create(null, null, day, new Long[] {1L}));
    List<String> json = json(spark, "source:payments", null, spark.createDataFrame(rows, schema));
    String head =
        "\"object\":\"source:payments\",\"logical_date\":\"2026-06-30\",\"window\":"
            + "{\"start\":\"2026-06-30T00:00:00.000Z\",\"end\":\"2026-07-01T00:00:00.000Z\"},"
            + "\"granularity\":\"P1D\",";
    String tail = ",\"now\":\"2026-07-01T02:00:00.000Z\"}";
    assertThat(json).allSatisfy(row -> assertThat(row).contains(head).endsWith(tail));
    assertThat(json.get(0))
        .isEqualTo("{\"run_id\":\"r\"," + head + "\"column_name\":\":table\",\"count\":4" + tail);
    assertThat(json.get(1))
        .contains("\"column_name\":\"amount\",\"data_type\":\"double\",\"count\":4,\"num_nulls\":1")
        .contains("\"num_nan\":1,\"num_zeros\":1,\"avg\":1.5,\"stddev\":2.1213203435596424")
        .contains("\"min\":0.0,\"max\":3.0,\"median\":1.5,\"quantiles\":[0.0,")
        .contains("\"percent_null\":0.25,\"percent_nan\":0.25,\"percent_distinct\":0.75");
    assertThat(json.get(2))
        .contains("\"column_name\":\"code\",\"data_type\":\"string\",\"count\":4,\"num_nulls\":1")
        .contains("\"min_length\":1,\"max_length\":2,\"avg_length\":1.3333333333333333")
        .contains("\"distinct_count\":2,\"frequent_items\":[{\"item\":\"a\",\"count\":2},")
        .doesNotContain("num_nan", "avg\"", "median");
    assertThat(json.get(3))
        .contains("\"data_type\":\"date\"")
        .contains("\"frequent_items\":[{\"item\":\"2026-06-30\",\"count\":4}]")
        .doesNotContain("\"min\"", "num_zeros", "min_length");
    assertThat(json.get(4))
        .contains(
            "\"data_type\":\"array<bigint>\",\"count\":4,\"num_nulls\":3,\"percent_null\":0.75")
        .doesNotContain("distinct");
  }

  @Test
  void ofNoRowsHaveNoShares(SparkSession spark) {
    Dataset<Row> empty = spark.range(0).toDF();
    List<String> json = json(spark, "ml.scores", 4L, empty);
    assertThat(json).hasSize(2);
    assertThat(json.get(1))
        .contains("\"version\":4", "\"count\":0,\"num_nulls\":0,\"num_nan\":0,\"num_zeros\":0")
        .contains("\"distinct_count\":0,\"frequent_items\":[]")
        .doesNotContain("percent", "quantiles", "avg");
  }

  private static List<String> json(
      SparkSession spark, String object, Long version, Dataset<Row> table) {
    List<Row> rows =
        ProfileRows.of(
            "r", object, version, LocalDate.of(2026, 6, 30), NOW, Profiler.profile(table));
    return new ArrayList<>(
        spark.createDataFrame(rows, ProfileRows.SCHEMA).toJSON().collectAsList());
  }
}
