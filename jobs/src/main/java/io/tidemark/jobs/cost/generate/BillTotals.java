package io.tidemark.jobs.cost.generate;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the lines of a bill add up to, as they were written.
 *
 * @param sums by account and category
 */
public record BillTotals(long lines, Map<Key, Sums> sums) {
  public BillTotals {
    sums = Collections.unmodifiableMap(new TreeMap<>(sums));
  }

  /** Which lines: an account's, of a category in the words of FOCUS. */
  public record Key(String account, String category) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byAccount = account.compareTo(other.account);
      return byAccount != 0 ? byAccount : category.compareTo(other.category);
    }
  }

  /** Their costs, in dollars. */
  public record Sums(BigDecimal billed, BigDecimal effective) {
    Sums plus(Sums other) {
      return new Sums(billed.add(other.billed), effective.add(other.effective));
    }
  }

  /** All lines. */
  public Sums all() {
    return sums.values().stream().reduce(new Sums(BigDecimal.ZERO, BigDecimal.ZERO), Sums::plus);
  }
}
