package io.tidemark.jobs.cost.bill;

import java.io.Serializable;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** What lines are added up by. */
record TotalKey(
    @Nullable String payer, @Nullable String account, String currency, Category category)
    implements Serializable, Comparable<TotalKey> {
  private static final Comparator<@Nullable String> TEXT =
      Comparator.nullsFirst(Comparator.naturalOrder());
  private static final Comparator<TotalKey> ORDER =
      Comparator.comparing(TotalKey::payer, TEXT)
          .thenComparing(TotalKey::account, TEXT)
          .thenComparing(TotalKey::currency)
          .thenComparing(TotalKey::category);

  @Override
  public int compareTo(TotalKey other) {
    return ORDER.compare(this, other);
  }
}
