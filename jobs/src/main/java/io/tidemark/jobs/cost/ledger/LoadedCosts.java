package io.tidemark.jobs.cost.ledger;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What things cost with everything that went into them. Direct cost adds over things; this does
 * not: one input's cost is in everything that was made of it.
 */
final class LoadedCosts {
  private static final MathContext EXACT_ENOUGH = new MathContext(60);

  /**
   * What was read of one thing to make another.
   *
   * @param into null if the reader wrote nothing
   */
  record Flow(String from, @Nullable String into, BigDecimal bytes) {}

  private final Map<String, List<Flow>> inputs = new HashMap<>();
  private final Map<String, List<Flow>> outputs = new HashMap<>();
  private final List<String> order;

  /** A flow that would close a circle does not count. */
  LoadedCosts(Collection<Flow> flows) {
    List<Flow> sorted =
        flows.stream()
            .sorted(
                Comparator.comparing(Flow::from)
                    .thenComparing(Flow::into, Comparator.nullsLast(Comparator.naturalOrder())))
            .toList();
    this.order = order(sorted);
    Map<String, Integer> place = new HashMap<>();
    order.forEach(name -> place.put(name, place.size()));
    for (Flow flow : sorted) {
      String into = flow.into();
      if (into != null && place.getOrDefault(flow.from(), 0) >= place.getOrDefault(into, 0)) {
        continue;
      }
      outputs.computeIfAbsent(flow.from(), none -> new ArrayList<>()).add(flow);
      if (into != null) {
        inputs.computeIfAbsent(into, none -> new ArrayList<>()).add(flow);
      }
    }
  }

  /**
   * The loaded cost of everything that has a direct cost or was read.
   *
   * @param direct by name
   */
  SortedMap<String, BigDecimal> of(Map<String, BigDecimal> direct) {
    SortedMap<String, BigDecimal> loaded = new TreeMap<>(direct);
    for (String name : order) {
      BigDecimal cost = direct.getOrDefault(name, BigDecimal.ZERO);
      for (Flow input : inputs.getOrDefault(name, List.of())) {
        BigDecimal whole = loaded.getOrDefault(input.from(), BigDecimal.ZERO);
        cost = cost.add(part(whole, input), EXACT_ENOUGH);
      }
      loaded.put(name, cost);
    }
    return loaded;
  }

  /** Whether nobody has read it. */
  boolean isUnread(String name) {
    return !outputs.containsKey(name);
  }

  private BigDecimal part(BigDecimal whole, Flow flow) {
    List<Flow> all = outputs.getOrDefault(flow.from(), List.of());
    BigDecimal bytes = all.stream().map(Flow::bytes).reduce(BigDecimal.ZERO, BigDecimal::add);
    // Readers of which no bytes are known count alike.
    return bytes.signum() == 0
        ? whole.divide(BigDecimal.valueOf(all.size()), EXACT_ENOUGH)
        : whole.multiply(flow.bytes()).divide(bytes, EXACT_ENOUGH);
  }

  /**
   * Every name after those that flow into it; of a circle, the name that is met first comes last.
   */
  private static List<String> order(List<Flow> flows) {
    Map<String, SortedSet<String>> next = new HashMap<>();
    SortedSet<String> names = new TreeSet<>();
    for (Flow flow : flows) {
      names.add(flow.from());
      String into = flow.into();
      if (into != null) {
        names.add(into);
        next.computeIfAbsent(flow.from(), none -> new TreeSet<>()).add(into);
      }
    }
    List<String> done = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String start : names) {
      visit(start, next, seen, done);
    }
    java.util.Collections.reverse(done);
    return done;
  }

  private static void visit(
      String start, Map<String, SortedSet<String>> next, Set<String> seen, List<String> done) {
    record Open(String name, Iterator<String> left) {}
    Deque<Open> open = new ArrayDeque<>();
    if (seen.add(start)) {
      open.push(new Open(start, next.getOrDefault(start, new TreeSet<>()).iterator()));
    }
    while (!open.isEmpty()) {
      Open top = open.element();
      if (!top.left().hasNext()) {
        done.add(top.name());
        open.pop();
        continue;
      }
      String name = top.left().next();
      if (seen.add(name)) {
        open.push(new Open(name, next.getOrDefault(name, new TreeSet<>()).iterator()));
      }
    }
  }
}
