package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.definition.Measure;
import io.tidemark.jobs.cost.usage.ExecutorLife;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The lines and lives of a test's pool, and the shares that came of them. */
final class Cluster {
  private final RulesOf rules;
  private final Map<String, MachineSize> sizes = new TreeMap<>();
  private final List<BillLine> lines = new ArrayList<>();
  private final List<ExecutorLife> lives = new ArrayList<>();
  private final Map<String, Map<String, String>> registered = new TreeMap<>();

  private Cluster(RulesOf rules) {
    this.rules = rules;
  }

  static Cluster of(RulesOf rules) {
    return new Cluster(rules);
  }

  /** Numbered in the order in which they are given. */
  Cluster lines(LineOf... more) {
    for (LineOf line : more) {
      lines.add(line.number(lines.size() + 1L).get());
    }
    return this;
  }

  Cluster lives(LifeOf... more) {
    for (LifeOf life : more) {
      lives.add(life.executor(lives.size()).get());
    }
    return this;
  }

  Cluster registered(String run, Map<String, String> fields) {
    registered.put(run, fields);
    return this;
  }

  Cluster size(String type, String vcpu, String memory) {
    sizes.put(type, new MachineSize(new BigDecimal(vcpu), new BigDecimal(memory), BigDecimal.ZERO));
    return this;
  }

  List<BillLine> lines() {
    return Collections.unmodifiableList(lines);
  }

  /** The pool of all lines. */
  Pool pool() {
    return pool(lines, lives);
  }

  Pool pool(Collection<BillLine> someLines, Collection<ExecutorLife> someLives) {
    PoolKey.Cluster key =
        someLines.stream()
            .flatMap(line -> PoolKey.cluster(line).stream())
            .findFirst()
            .orElseThrow();
    return new LineAllocator(rules.get(), sizes).cluster(key, someLines, someLives, registered);
  }

  List<ExecutorLife> lives() {
    return Collections.unmodifiableList(lives);
  }

  /** Of every line, in their order. */
  Map<Long, List<Share>> shares() {
    Pool pool = pool();
    Map<Long, List<Share>> shares = new LinkedHashMap<>();
    lines.forEach(line -> shares.put(line.line(), pool.shares(line)));
    return shares;
  }

  /** All shares of all lines. */
  List<Share> allShares() {
    return shares().values().stream().flatMap(List::stream).toList();
  }

  /** The effective cost by target. */
  SortedMap<String, BigDecimal> byTarget() {
    return sum(allShares(), Share::target);
  }

  static SortedMap<String, BigDecimal> byTarget(Collection<Share> shares) {
    return sum(shares, Share::target);
  }

  static SortedMap<String, BigDecimal> sum(Collection<Share> shares, Function<Share, String> key) {
    SortedMap<String, BigDecimal> sums = new TreeMap<>();
    shares.forEach(
        share ->
            sums.merge(key.apply(share), share.amounts().get(Measure.EFFECTIVE), BigDecimal::add));
    return sums;
  }
}
