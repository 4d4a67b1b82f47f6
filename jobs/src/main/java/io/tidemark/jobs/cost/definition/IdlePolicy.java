package io.tidemark.jobs.cost.definition;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who bears what a cluster cost and nobody used. */
public sealed interface IdlePolicy extends Serializable {

  /** All of it stays with the cluster's owner. */
  record Owner() implements IdlePolicy {}

  /** The runs of the window, by their weight. */
  record Proportional() implements IdlePolicy {}

  /** The teams of the window equally, inside a team by weight. */
  record Even() implements IdlePolicy {}

  /** Named teams take these shares, 0 to 1 in all; the rest stays with the owner. */
  record Fixed(SortedMap<String, BigDecimal> shares) implements IdlePolicy {
    public Fixed {
      shares = Collections.unmodifiableSortedMap(new TreeMap<>(shares));
    }
  }

  /** This share stays with the owner, the runs of the window take the rest by their weight. */
  record Mixed(BigDecimal owner) implements IdlePolicy {}
}
