package io.tidemark.jobs.cost.bill;

import io.tidemark.jobs.cost.definition.Measure;
import java.math.BigDecimal;

/** The four costs of a line or of a share of it, exact, at most 18 decimals each. */
public record Amounts(
    BigDecimal billed, BigDecimal effective, BigDecimal netBilled, BigDecimal netEffective) {
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
}
