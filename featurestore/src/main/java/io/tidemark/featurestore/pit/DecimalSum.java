package io.tidemark.featurestore.pit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.Supplier;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;

/** The exact sum of decimals, or their average, half up at the type's scale. */
final class DecimalSum implements ReversibleAggregator {
  private final String label;
  private final Supplier<String> key;
  private final DecimalType type;
  private final boolean average;
  private BigDecimal sum = BigDecimal.ZERO;
  private long count;

  DecimalSum(String label, Supplier<String> key, DecimalType type, boolean average) {
    this.label = label;
    this.key = key;
    this.type = type;
    this.average = average;
  }

  @Override
  public void clear() {
    sum = BigDecimal.ZERO;
    count = 0;
  }

  @Override
  public void add(Object input) {
    sum = sum.add(((Decimal) input).toJavaBigDecimal());
    count++;
  }

  @Override
  public void remove(Object input) {
    sum = sum.subtract(((Decimal) input).toJavaBigDecimal());
    count--;
  }

  @Override
  public Object result() {
    BigDecimal exact =
        average ? sum.divide(BigDecimal.valueOf(count), type.scale(), RoundingMode.HALF_UP) : sum;
    BigDecimal scaled = exact.setScale(type.scale(), RoundingMode.UNNECESSARY);
    if (scaled.precision() > type.precision()) {
      throw new AggregateOverflowException(label, key.get(), scaled.toPlainString(), type.sql());
    }
    return Decimal.apply(scaled, type.precision(), type.scale());
  }
}
