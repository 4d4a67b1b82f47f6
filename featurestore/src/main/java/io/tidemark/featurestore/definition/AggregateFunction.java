package io.tidemark.featurestore.definition;

/** What an aggregation does with the events of its window. */
public enum AggregateFunction {
  COUNT,
  COUNT_DISTINCT,
  SUM,
  AVG,
  MIN,
  MAX,
  VARIANCE,
  STDDEV,
  FIRST,
  LAST,
  LAST_N,
  TOP_K;

  /** Whether it gives a list of at most {@code n} values. */
  public boolean givesList() {
    return this == LAST_N || this == TOP_K;
  }

  /** Whether it counts, and so gives 0 where there is nothing. */
  public boolean counts() {
    return this == COUNT || this == COUNT_DISTINCT;
  }
}
