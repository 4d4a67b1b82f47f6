package io.tidemark.featurestore.pit;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.featurestore.definition.Knowledge;
import io.tidemark.lineage.definition.Refusal;
import io.tidemark.lineage.testing.SparkExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class PlainJoinTest {
  private static final Knowledge AS_KNOWN = new Knowledge(Knowledge.Mode.AS_KNOWN, null);
  private static final Knowledge AS_CORRECTED = new Knowledge(Knowledge.Mode.AS_CORRECTED, null);
  private static final String HISTORY =
      """
      SELECT k, CAST(e AS TIMESTAMP) event_ts, CAST(a AS TIMESTAMP) known_at, false _deleted, v
      FROM VALUES (1L, '2024-03-01', '2024-03-01 00:05:00', 10), (1L, '2024-03-05', '2024-03-05 00:05:00', 20),
      (1L, '2024-03-05', '2024-03-09', 21), (1L, '2024-03-10', '2024-03-12', 30), (2L, '2024-03-01', '2024-03-01', 5),
      (3L, '2024-03-01', '2024-03-01', 7), (4L, '2024-03-20', '2024-03-01', 9), (NULL, '2024-03-01', '2024-03-01', 66)
      AS t(k, e, a, v)\
      """;

  private final SparkSession spark;

  PlainJoinTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void takesWhatWasKnownAtTheTime() {
    assertThat(
            valuesAt(
                AS_KNOWN,
                Duration.ofDays(7),
                "(1, '2024-03-04 23:59:59.999999')",
                "(1, '2024-03-05')",
                "(1, '2024-03-06')",
                "(1, '2024-03-09')",
                "(1, '2024-03-08 23:59:59.999999')",
                "(1, '2024-03-11')",
                "(1, '2024-03-12')",
                "(3, '2024-03-08')",
                "(3, '2024-03-08 00:00:00.000001')",
                "(4, '2024-03-19')",
                "(4, '2024-03-20')",
                "(99, '2024-03-06')",
                "(NULL, '2024-03-06')",
                "(1, NULL)"))
        .containsExactly("10 10 20 21 20 21 30 7 null null 9 null null null".split(" "));
  }

  @Test
  void takesTheNewestCorrectionAsCorrected() {
    assertThat(
            valuesAt(
                AS_CORRECTED, null, "(1, '2024-03-05')", "(1, '2024-03-11')", "(4, '2024-03-19')"))
        .containsExactly("21", "30", "null");
  }

  @Test
  void zeroTtlIsTheSameInstantOnly() {
    assertThat(
            valuesAt(
                AS_KNOWN, Duration.ZERO, "(2, '2024-03-01')", "(2, '2024-03-01 00:00:00.000001')"))
        .containsExactly("5", "null");
  }

  @Test
  void keepsEqualSpineRowsApart() {
    assertThat(valuesAt(AS_KNOWN, null, "(1, '2024-03-06')", "(1, '2024-03-06')"))
        .containsExactly("20", "20");
    Dataset<Row> twice = spark.sql("SELECT 1L k, timestamp'2024-03-06' t FROM range(3)");
    Dataset<Row> rows =
        new PlainJoin()
            .join(new SpineRows(twice, "t"), List.of(view("x", null, HISTORY)), AS_KNOWN)
            .rows();
    assertThat(rows.where("x_v = 20").count()).isEqualTo(3);
  }

  @Test
  void timesAtTheEndsOfTimeDoNotOverflow() {
    String ends =
        """
        SELECT k, timestamp_micros(e) event_ts, timestamp_micros(a) known_at, false _deleted, v FROM VALUES
        (1L, 9223372036854775807L, 0L, 1), (2L, -9223372036854775808L, -9223372036854775808L, 2)
        AS t(k, e, a, v)\
        """;
    Dataset<Row> spine =
        spark.sql(
            """
            SELECT k, timestamp_micros(t) t FROM VALUES (1L, 9223372036854775807L), (1L, -9223372036854775808L),
            (2L, -9223372036854775808L), (2L, -9223372036854775807L) AS t(k, t)\
            """);
    AsOfView zero = view("zero", Duration.ofDays(1), ends);
    AsOfView late =
        new AsOfView(
            "late",
            spark.sql(ends),
            zero.keys(),
            null,
            Duration.ofNanos(1000),
            false,
            null,
            List.of(new AsOfView.Output("v", "late_v")));
    Dataset<Row> rows =
        new PlainJoin()
            .join(new SpineRows(spine, "t"), List.of(zero, late), AS_KNOWN)
            .rows()
            .select(expr("k"), expr("unix_micros(t)"), expr("zero_v"), expr("late_v"));
    assertThat(rows.collectAsList().stream().map(Row::toString))
        .containsExactlyInAnyOrder(
            "[1,9223372036854775807,1,null]",
            "[1,-9223372036854775808,null,null]",
            "[2,-9223372036854775808,2,null]",
            "[2,-9223372036854775807,2,2]");
  }

  @Test
  void severalViewsStandNextToEachOtherInOrder() {
    Dataset<Row> spine =
        spark.sql("SELECT 1L k, 2L `other.key`, timestamp'2024-03-11' t, map('a', array(1)) `a.b`");
    AsOfView first = view("x", null, HISTORY);
    AsOfView second =
        new AsOfView(
            "y",
            spark.sql(HISTORY),
            List.of(new AsOfView.Key("k", "other.key")),
            null,
            Duration.ZERO,
            false,
            null,
            List.of(new AsOfView.Output("v", "b"), new AsOfView.Output("v", "a")));
    PointInTimeJoin.Joined joined =
        new PlainJoin().join(new SpineRows(spine, "t"), List.of(first, second), AS_KNOWN);
    assertThat(joined.ways())
        .containsOnlyKeys("x", "y")
        .containsValue(new PointInTimeJoin.Way("plain", null, null));
    assertThat(joined.rows().columns())
        .containsExactly(
            "k",
            "other.key",
            "t",
            "a.b",
            "x_v",
            "x__event_ts",
            "x__known_at",
            "b",
            "a",
            "y__event_ts",
            "y__known_at");
    assertThat(joined.rows().selectExpr("x_v", "b", "a", "`a.b`['a'][0]").first().toString())
        .isEqualTo("[21,5,5,1]");
  }

  @Test
  void manyFeaturesOfAnyTypeComeThrough() {
    List<AsOfView.Output> outputs = new ArrayList<>();
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < 150; i++) {
      columns.append(", map('v', array(named_struct('x', v + ").append(i).append("))) f").append(i);
      outputs.add(new AsOfView.Output("f" + i, "out" + i));
    }
    AsOfView wide =
        new AsOfView(
            "wide",
            spark.sql("SELECT *" + columns + " FROM (" + HISTORY + ")"),
            List.of(new AsOfView.Key("k", "k")),
            null,
            Duration.ZERO,
            false,
            null,
            outputs);
    Dataset<Row> spine =
        spark.sql("SELECT 1L k, timestamp'2024-03-11' t UNION ALL SELECT NULL, NULL");
    Dataset<Row> rows =
        new PlainJoin().join(new SpineRows(spine, "t"), List.of(wide), AS_KNOWN).rows();
    assertThat(rows.selectExpr("out149['v'][0].x").collectAsList().toString())
        .contains("[170]", "[null]");
  }

  @Test
  void refusesKeysOfAnotherType() {
    Dataset<Row> spine = spark.sql("SELECT '01' k, timestamp'2024-03-11' t");
    assertThatThrownBy(
            () ->
                new PlainJoin()
                    .join(new SpineRows(spine, "t"), List.of(view("x", null, HISTORY)), AS_KNOWN))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("BIGINT")
        .hasMessageContaining("STRING");
  }

  @Test
  void refusesTwoColumnsOfOneName() {
    Dataset<Row> spine = spark.sql("SELECT 1L k, timestamp'2024-03-11' t, 1 X_V");
    assertThatThrownBy(
            () ->
                new PlainJoin()
                    .join(new SpineRows(spine, "t"), List.of(view("x", null, HISTORY)), AS_KNOWN))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("x_v");
  }

  private List<String> valuesAt(Knowledge knowledge, @Nullable Duration ttl, String... asked) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < asked.length; i++) {
      rows.add("(" + i + ", " + asked[i].substring(1));
    }
    Dataset<Row> spine =
        spark.sql(
            "SELECT i, CAST(k AS BIGINT) k, CAST(t AS TIMESTAMP) t FROM VALUES "
                + String.join(", ", rows)
                + " AS t(i, k, t)");
    return new PlainJoin()
            .join(new SpineRows(spine, "t"), List.of(view("x", ttl, HISTORY)), knowledge)
            .rows()
            .orderBy("i")
            .selectExpr("CAST(x_v AS STRING)")
            .collectAsList()
            .stream()
            .map(row -> String.valueOf(row.get(0)))
            .toList();
  }

  private AsOfView view(String name, @Nullable Duration ttl, String history) {
    return new AsOfView(
        name,
        spark.sql(history),
        List.of(new AsOfView.Key("k", "k")),
        ttl,
        Duration.ZERO,
        false,
        null,
        List.of(new AsOfView.Output("v", name + "_v")));
  }
}
