package io.tidemark.jobs.cost.report;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.tidemark.jobs.cost.allocate.Share;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.RelationalGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Sums of ledger rows: what was direct, the share of what was idle, and of both what stayed idle.
 *
 * <p>The two columns of a row are added here and not by Spark, whose sum of two DECIMAL(38,18) has
 * a digit less.
 */
record Money(BigDecimal direct, BigDecimal idleShare, BigDecimal idle) {
  private static final int RATIO_DECIMALS = 6;
  private static final Column ZERO = lit(BigDecimal.ZERO).cast(DataTypes.createDecimalType(38, 18));

  /** The four sums of the rows that a condition takes, named by a prefix. */
  static List<Column> sums(String prefix, Column condition) {
    Column idle = condition.and(col("target").equalTo(Share.IDLE));
    return List.of(
        total("direct_cost", condition).as(prefix + "direct"),
        total("idle_share_cost", condition).as(prefix + "idle_share"),
        total("direct_cost", idle).as(prefix + "idle_direct"),
        total("idle_share_cost", idle).as(prefix + "idle_idle_share"));
  }

  /** The same of all rows. */
  static List<Column> sums() {
    return sums("", lit(true));
  }

  /** Several sums of groups of rows. */
  static Dataset<Row> sum(RelationalGroupedDataset groups, List<Column> sums) {
    return groups.agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new));
  }

  static Money of(Row row, String prefix) {
    return new Money(
        plain(row.getAs(prefix + "direct")),
        plain(row.getAs(prefix + "idle_share")),
        plain(
            plain(row.getAs(prefix + "idle_direct"))
                .add(plain(row.getAs(prefix + "idle_idle_share")))));
  }

  /** What the rows cost: the measure. */
  BigDecimal cost() {
    return plain(direct.add(idleShare));
  }

  boolean isNothing() {
    return direct.signum() == 0 && idleShare.signum() == 0 && idle.signum() == 0;
  }

  Money minus(Money other) {
    return new Money(
        direct.subtract(other.direct),
        idleShare.subtract(other.idleShare),
        idle.subtract(other.idle));
  }

  /** The same number without zeros that say nothing; absent is 0. */
  static BigDecimal plain(@Nullable BigDecimal amount) {
    if (amount == null || amount.signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal stripped = amount.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0, RoundingMode.UNNECESSARY) : stripped;
  }

  /** A part of a whole, six decimals; null where there is no whole. */
  static @Nullable BigDecimal ratio(BigDecimal part, BigDecimal whole) {
    return whole.signum() == 0
        ? null
        : plain(part.divide(whole, RATIO_DECIMALS, RoundingMode.HALF_EVEN));
  }

  private static Column total(String column, Column condition) {
    return functions.sum(when(coalesce(condition, lit(false)), col(column)).otherwise(ZERO));
  }
}
