package io.tidemark.jobs.cost.bill;

import io.tidemark.jobs.cost.definition.Measure;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What records add up to: of a chunk, or of chunks together. Grows with accounts, not with lines.
 */
final class BillSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<TotalKey, Amounts> amounts = new HashMap<>();
  private final HashSet<String> netPayers = new HashSet<>();
  private final EnumMap<Oddity, Long> oddities = new EnumMap<>(Oddity.class);
  private long lines;

  /** Adds a line whose net costs are those of a payer whose month is net. */
  void add(ReadLine read) {
    BillLine line = read.line();
    lines++;
    amounts.merge(
        new TotalKey(line.payerAccount(), line.account(), line.currency(), line.category()),
        line.amounts(),
        Amounts::plus);
    if (read.hasNet()) {
      netPayers.add(LineContext.key(line.payerAccount()));
    }
    read.oddities().forEach(odd -> oddities.merge(odd, 1L, Long::sum));
  }

  /** Adds what others have found. */
  void add(BillSums others) {
    lines += others.lines;
    others.amounts.forEach((key, sum) -> amounts.merge(key, sum, Amounts::plus));
    netPayers.addAll(others.netPayers);
    others.oddities.forEach((odd, count) -> oddities.merge(odd, count, Long::sum));
  }

  long lines() {
    return lines;
  }

  /** The payers that have a net cost on a line. */
  Set<String> netPayers() {
    return Set.copyOf(netPayers);
  }

  Map<Oddity, Long> oddities() {
    return new EnumMap<>(oddities);
  }

  Set<String> currencies() {
    Set<String> currencies = new TreeSet<>();
    amounts.keySet().forEach(key -> currencies.add(key.currency()));
    return currencies;
  }

  /** The sums by key, net ones where the payer's month is net. */
  List<ControlTotal> totals() {
    List<ControlTotal> totals = new ArrayList<>();
    new TreeMap<>(amounts)
        .forEach(
            (key, sum) -> {
              boolean net = netPayers.contains(LineContext.key(key.payer()));
              for (Measure cost : Measure.values()) {
                if (net || cost == Measure.BILLED || cost == Measure.EFFECTIVE) {
                  totals.add(total(key, cost, sum.get(cost)));
                }
              }
            });
    return totals;
  }

  private static ControlTotal total(TotalKey key, Measure cost, BigDecimal sum) {
    return new ControlTotal(key.payer(), key.account(), key.currency(), key.category(), cost, sum);
  }
}
