package io.tidemark.featurestore.definition;

import java.math.BigDecimal;
import java.util.List;

/**
 * The spine rows that are taken: those whose keys chance picks.
 *
 * @param fraction in (0, 1]
 * @param by spine columns
 */
public record Sample(BigDecimal fraction, int seed, List<String> by) {
  public Sample {
    by = List.copyOf(by);
  }
}
