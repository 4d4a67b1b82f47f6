package io.tidemark.jobs.cost.ledger;

import io.tidemark.jobs.cost.ledger.Publication.Standing;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the bills of a period come to.
 *
 * @param sums currency and cost, {@code USD/effective}, to the sum
 * @param isFinal whether every line that costs something is on an invoice
 */
record BillTotals(SortedMap<String, BigDecimal> sums, boolean isFinal) {

  static BillTotals of(LineSums bill) {
    SortedMap<String, BigDecimal> sums = new TreeMap<>();
    boolean isFinal = !bill.groups().isEmpty();
    for (LineSums.Group group : bill.groups()) {
      isFinal &= group.open() == 0;
      group
          .amounts()
          .forEach(
              (cost, amount) ->
                  sums.merge(group.key().currency() + "/" + cost.word(), amount, BigDecimal::add));
    }
    sums.replaceAll((key, sum) -> sum.stripTrailingZeros());
    return new BillTotals(sums, isFinal);
  }

  /**
   * How final a version with these totals is.
   *
   * @param before the version that it follows, null for none
   */
  Standing after(@Nullable Publication before) {
    boolean corrects =
        before != null
            && (before.standing() == Standing.CORRECTED
                || (before.standing() == Standing.RECONCILED && !before.sums().equals(sums)));
    if (corrects) {
      return Standing.CORRECTED;
    }
    return isFinal ? Standing.RECONCILED : Standing.ESTIMATED;
  }
}
