package io.tidemark.jobs.cost.bill;

import io.tidemark.jobs.cost.definition.Measure;
import java.io.Serializable;
import java.math.BigDecimal;

/** The four costs of a line or of a share of it, exact, at most 18 decimals each. */
public record Amounts(
    BigDecimal billed, BigDecimal effective, BigDecimal netBilled, BigDecimal netEffective)
    implements Serializable {
  public static final Amounts ZERO =
      new Amounts(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  /** One of them. */
  public BigDecimal get(Measure measure) {
    return switch (measure) {
      case BILLED -> billed;
      case EFFECTIVE -> effective;
      case NET_BILLED -> netBilled;
      case NET_EFFECTIVE -> netEffective;
    };
  }

  /** Both together. */
  public Amounts plus(Amounts other) {
    return new Amounts(
        billed.add(other.billed),
        effective.add(other.effective),
        netBilled.add(other.netBilled),
        netEffective.add(other.netEffective));
  }
}
