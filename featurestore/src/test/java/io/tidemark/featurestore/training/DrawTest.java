package io.tidemark.featurestore.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class DrawTest {

  private static final List<BigDecimal> SHARES =
      List.of(new BigDecimal("0.3"), new BigDecimal("0.7"));

  @Test
  void theShareIsThatOfTheHashOfTheKeysNullsToo(SparkSession spark) throws Exception {
    Dataset<Row> rows =
        spark.sql(
            "SELECT * FROM VALUES (1L, 'a'), (2L, 'b\"c'), (3L, NULL), (NULL, NULL), (4L, 'é'),"
                + " (5L, concat(char(31), char(9))) AS t(k, s)");
    List<Row> drawn =
        rows.select(
                rows.col("k"),
                rows.col("s"),
                new Draw("split", 7)
                    .share(List.of("few", "most"), SHARES, List.of("k", "s"), rows.schema()))
            .collectAsList();
    assertThat(drawn).hasSize(6);
    for (Row row : drawn) {
      String keys = text(row.isNullAt(0) ? null : row.get(0) + "") + "," + text(row.getString(1));
      assertThat(row.getString(2))
          .as(row.toString())
          .isEqualTo(share("split|7|[" + keys + "]") < 0.3 ? "few" : "most");
    }
  }

  private static String text(String value) {
    return value == null
        ? "null"
        : "\""
            + value.replace("\"", "\\\"").replace("\u001f", "\\u001f").replace("\t", "\\t")
            + "\"";
  }

  private static double share(String text) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return new BigInteger(1, Arrays.copyOf(hash, 8)).doubleValue() / 0x1p64;
  }
}
