package io.tidemark.jobs.cost.bill;

import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a line takes from its delivery.
 *
 * @param currency of lines that name none; null if the project names none either
 * @param netPayers the payer accounts whose month is net; null while that is not known, and every
 *     payer is taken for one
 */
record LineContext(
    String deliveryId, String period, @Nullable String currency, @Nullable Set<String> netPayers)
    implements Serializable {
  LineContext {
    netPayers = netPayers == null ? null : new HashSet<>(netPayers);
  }

  boolean isNet(@Nullable String payer) {
    return netPayers == null || netPayers.contains(key(payer));
  }

  String currency(@Nullable String said) {
    if (said != null) {
      return said;
    }
    if (currency == null) {
      throw new UnreadableRecordException("it names no currency, and the project has none");
    }
    return currency;
  }

  /** A payer as it stands in sets of payers. */
  static String key(@Nullable String payer) {
    return payer == null ? "" : payer;
  }
}
