package io.tidemark.featurestore.training;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.udf;

import io.tidemark.lineage.Columns;
import io.tidemark.lineage.ScalaInterop;
import io.tidemark.lineage.audit.CanonicalJson;
import io.tidemark.lineage.definition.Sha256;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Chance that is the same for rows of equal keys, everywhere and for ever: the first eight bytes of
 * SHA-256 over {@code purpose|seed|keys}, the keys as an RFC 8785 array of texts as CSV has them,
 * divided by 2^64.
 */
final class Draw implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final BigDecimal RANGE = new BigDecimal(BigInteger.ONE.shiftLeft(64));

  private final String prefix;

  Draw(String purpose, int seed) {
    this.prefix = purpose + "|" + seed + "|";
  }

  /** Whether a row falls in the first fraction of all. */
  Column isBelow(BigDecimal fraction, List<String> keys, StructType schema) {
    BigInteger end = end(fraction);
    UDF1<Object, Boolean> below = texts -> drawn(ScalaInterop.elements(texts)).compareTo(end) < 0;
    return udf(below, DataTypes.BooleanType).apply(texts(keys, schema));
  }

  /** The name of the share that a row falls in; the fractions sum to 1. */
  Column share(
      List<String> names, List<BigDecimal> fractions, List<String> keys, StructType schema) {
    List<BigInteger> ends = new ArrayList<>();
    BigDecimal sum = BigDecimal.ZERO;
    for (BigDecimal fraction : fractions) {
      sum = sum.add(fraction);
      ends.add(end(sum));
    }
    String[] shares = names.toArray(new String[0]);
    UDF1<Object, String> share =
        texts -> {
          BigInteger drawn = drawn(ScalaInterop.elements(texts));
          int at = 0;
          while (drawn.compareTo(ends.get(at)) >= 0) {
            at++;
          }
          return shares[at];
        };
    return udf(share, DataTypes.StringType).apply(texts(keys, schema));
  }

  private static BigInteger end(BigDecimal fraction) {
    return fraction.multiply(RANGE).setScale(0, RoundingMode.CEILING).toBigInteger();
  }

  private BigInteger drawn(List<@Nullable String> keys) {
    byte[] bytes = (prefix + CanonicalJson.write(keys)).getBytes(StandardCharsets.UTF_8);
    return new BigInteger(1, Arrays.copyOf(Sha256.digest().digest(bytes), 8));
  }

  private static Column texts(List<String> keys, StructType schema) {
    List<Column> texts = new ArrayList<>();
    for (String key : keys) {
      texts.add(
          KeyText.of(
              Columns.named(key),
              Columns.field(schema, key)
                  .orElseThrow(() -> new IllegalStateException("unchecked column " + key))
                  .dataType()));
    }
    return array(texts.toArray(new Column[0]));
  }
}
