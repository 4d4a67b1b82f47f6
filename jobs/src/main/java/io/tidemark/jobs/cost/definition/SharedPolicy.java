package io.tidemark.jobs.cost.definition;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who bears a line that belongs to everybody. */
public sealed interface SharedPolicy extends Serializable {

  /** Every team with cost of its own, equally. */
  record Even() implements SharedPolicy {}

  /** Every team with cost of its own, by it. */
  record Proportional() implements SharedPolicy {}

  /** Named teams take these shares, 0 to 1 in all. */
  record Fixed(SortedMap<String, BigDecimal> shares) implements SharedPolicy {
    public Fixed {
      shares = Collections.unmodifiableSortedMap(new TreeMap<>(shares));
    }
  }
}
