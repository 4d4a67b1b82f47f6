package io.tidemark.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.definition.BenchKnobs;
import io.tidemark.lineage.testing.SparkExtension;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class ChecksumTest {

  private static final List<String> NAMES = List.of("rows", "sum", "nothing");

  @Test
  void equalNumbersAreEqualWhateverTypeAnEngineGivesThem() {
    Checksum spark = Checksum.of(NAMES, Arrays.asList(3L, 2.5, null));
    Checksum duckDb =
        Checksum.of(NAMES, Arrays.asList(BigInteger.valueOf(3), new BigDecimal("2.50"), null));
    assertThat(spark.differences(duckDb)).isEmpty();
  }

  @Test
  void aNumberThatDiffersInItsLastBitIsFound() {
    Checksum right = Checksum.of(NAMES, Arrays.asList(3L, 2.5, null));
    assertThat(right.differences(Checksum.of(NAMES, Arrays.asList(3L, Math.nextUp(2.5), null))))
        .containsExactly("sum");
    assertThat(right.differences(Checksum.of(NAMES, Arrays.asList(3L, 2.5, 0L))))
        .containsExactly("nothing");
    assertThat(right.differences(Checksum.of(List.of("rows"), List.of(3L))))
        .containsExactly("sum", "nothing");
  }

  @Test
  void oneWrongRowTwoRowsMixedUpAndARowTwiceAreEachFound(SparkSession spark) {
    Measures measures = new Measures(BenchKnobs.of(Map.of("--views", "1", "--features", "1")));
    String right = "(0, 7, '1 00:00:01', 1.5), (1, 7, '1 00:00:02', 2.5), (2, 8, NULL, NULL)";
    Checksum answer = measures.of(rows(spark, right));
    assertThat(answer.differences(measures.of(rows(spark, right)))).isEmpty();
    assertThat(answer.differences(measures.of(rows(spark, right.replace("2.5", "2.25")))))
        .containsExactly("v0_f0");
    String mixedUp = "(1, 7, '1 00:00:01', 1.5), (0, 7, '1 00:00:02', 2.5), (2, 8, NULL, NULL)";
    assertThat(answer.differences(measures.of(rows(spark, mixedUp))))
        .containsExactly("pairs(view_0__event_ts)");
    assertThat(answer.differences(measures.of(rows(spark, right + ", (2, 8, NULL, NULL)"))))
        .containsExactly("rows");
  }

  private static Dataset<Row> rows(SparkSession spark, String values) {
    return spark.sql(
        "SELECT row_id, CAST('2026-01-0' || at AS TIMESTAMP) AS view_0__event_ts,"
            + " CAST('2026-01-0' || at AS TIMESTAMP) AS view_0__known_at, CAST(v AS DOUBLE) AS"
            + " v0_f0 FROM VALUES "
            + values
            + " t(row_id, key, at, v)");
  }
}
