package io.tidemark.jobs.bench;

/**
 * The types that features have, one after the other, and how a value is made of a hash.
 *
 * <p>Values are such that a sum over 500 million of them is exact in any order: doubles are whole
 * 256ths below 65536, whole numbers below 2^33.
 */
enum FeatureType {
  DOUBLE("DOUBLE", "pmod(%s, 16777216L) / 256D"),
  BIGINT("BIGINT", "pmod(%s, 8589934592L)"),
  INT("INT", "CAST(pmod(%s, 1000000L) AS INT)"),
  DECIMAL(
      "DECIMAL(10,2)",
      "CAST(CAST(pmod(%s, 1000000000L) AS DECIMAL(10,0)) * 0.01BD AS DECIMAL(10,2))");

  private final String sql;
  private final String value;

  FeatureType(String sql, String value) {
    this.sql = sql;
    this.value = value;
  }

  /** The type of a view's n-th feature, from 0. */
  static FeatureType of(int feature) {
    return values()[feature % values().length];
  }

  /** As definitions write it. */
  String sql() {
    return sql;
  }

  /** Spark's SQL for a value. */
  String value(String hash) {
    return value.formatted(hash);
  }
}
