package io.tidemark.jobs.cost.allocate;

import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.definition.AllocationMode;
import io.tidemark.jobs.cost.definition.CostAllocationDefinition;
import io.tidemark.jobs.cost.definition.IdlePolicy;
import io.tidemark.jobs.cost.usage.ExecutorLife;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's effective cost by the book and without any thrift: a sweep over every moment at which
 * an executor comes or goes, in rational numbers. Runs' teams are those of their lives.
 */
final class PoolOracle {
  private static final String IDLE = "__idle__";
  private static final Ratio GIB = Ratio.of(1L << 30);

  private final CostAllocationDefinition rules;
  private final List<BillLine> lines;
  private final List<ExecutorLife> lives;

  PoolOracle(CostAllocationDefinition rules, List<BillLine> lines, List<ExecutorLife> lives) {
    this.rules = rules;
    this.lines = lines;
    this.lives = lives;
  }

  /** Receiver to direct money and, after a plus, to idle money passed on; no zeros. */
  SortedMap<String, BigDecimal> of(BillLine line) {
    SortedMap<String, BigDecimal> expected = new TreeMap<>();
    BigDecimal cost = line.amounts().effective();
    for (LocalDateTime[] window : windows(line)) {
      Ratio[] capacity = capacity(window);
      if (capacity[0].isPositive() || capacity[1].isPositive()) {
        SortedMap<String, Ratio> runs = weights(window, capacity);
        SortedMap<String, Ratio> all = new TreeMap<>(runs);
        Ratio held = runs.values().stream().reduce(Ratio.ZERO, Ratio::plus);
        all.put(IDLE, runs.isEmpty() ? Ratio.ONE : whole(capacity).minus(held).max(Ratio.ZERO));
        expected.putAll(split(cost, all));
        passOn(expected.getOrDefault(IDLE, BigDecimal.ZERO), runs, expected);
        expected.values().removeIf(amount -> amount.signum() == 0);
        return expected;
      }
    }
    expected.put("__unallocated__", cost);
    return expected;
  }

  private static List<LocalDateTime[]> windows(BillLine line) {
    LocalDateTime start = time(line.chargeStart());
    LocalDateTime end = time(line.chargeEnd());
    List<LocalDateTime[]> windows = new ArrayList<>();
    LocalDateTime hour = start.truncatedTo(ChronoUnit.HOURS);
    LocalDateTime day = start.truncatedTo(ChronoUnit.DAYS);
    if (!end.isAfter(hour.plusHours(1))) {
      windows.add(new LocalDateTime[] {hour, hour.plusHours(1)});
    }
    if (!end.isAfter(day.plusDays(1))) {
      windows.add(new LocalDateTime[] {day, day.plusDays(1)});
    }
    LocalDateTime month = YearMonth.parse(line.period()).atDay(1).atStartOfDay();
    if (!start.isBefore(month) && !end.isAfter(month.plusMonths(1))) {
      windows.add(new LocalDateTime[] {month, month.plusMonths(1)});
    }
    return windows;
  }

  private Ratio[] capacity(LocalDateTime[] window) {
    Ratio[] sum = {Ratio.ZERO, Ratio.ZERO};
    for (BillLine line : lines) {
      BigDecimal vcpu = line.detail().vcpu();
      BigDecimal memory = line.detail().memoryGib();
      boolean inside =
          !time(line.chargeStart()).isBefore(window[0])
              && !time(line.chargeEnd()).isAfter(window[1]);
      if (vcpu != null && memory != null && inside) {
        Ratio millis = Ratio.of(Objects.requireNonNull(line.quantity())).times(Ratio.of(3_600_000));
        sum[0] = sum[0].plus(Ratio.of(vcpu).times(millis));
        sum[1] = sum[1].plus(Ratio.of(memory).times(millis));
      }
    }
    return sum;
  }

  private Ratio whole(Ratio[] capacity) {
    return switch (rules.mode()) {
      case DOMINANT -> Ratio.ONE;
      case CPU, SLOT_SECONDS -> capacity[0];
      case MEMORY -> capacity[1];
      case WEIGHTED ->
          Ratio.of(rules.weights().cpu())
              .times(capacity[0])
              .plus(Ratio.of(rules.weights().memory()).times(capacity[1]));
    };
  }

  /** Only those that weigh something. */
  private SortedMap<String, Ratio> weights(LocalDateTime[] window, Ratio[] capacity) {
    SortedMap<String, Ratio[]> held = new TreeMap<>();
    TreeSet<Long> moments = new TreeSet<>(List.of(millis(window[0]), millis(window[1])));
    for (ExecutorLife life : lives) {
      moments.add(life.startedAt().toEpochMilli());
      moments.add(life.endedAt().toEpochMilli());
    }
    for (long from : moments.subSet(millis(window[0]), millis(window[1]))) {
      long length = Objects.requireNonNull(moments.higher(from)) - from;
      for (ExecutorLife life : lives) {
        long started = life.startedAt().toEpochMilli();
        long ended = life.endedAt().toEpochMilli();
        if (started <= from && from < ended) {
          Ratio[] sums = held.computeIfAbsent(life.runId(), run -> zeros());
          sums[0] = sums[0].plus(Ratio.of(life.cores() * length));
          sums[1] = sums[1].plus(Ratio.of(life.memoryBytes()).times(Ratio.of(length)).by(GIB));
          Ratio part = Ratio.of(length).by(Ratio.of(ended - started));
          sums[2] = sums[2].plus(Ratio.of(life.slotMs()).times(part));
        }
      }
    }
    SortedMap<String, Ratio> weights = new TreeMap<>();
    held.forEach((run, sums) -> weights.put(run, weight(sums, capacity)));
    weights.values().removeIf(weight -> !weight.isPositive());
    return weights;
  }

  private Ratio weight(Ratio[] held, Ratio[] capacity) {
    if (rules.mode() == AllocationMode.DOMINANT) {
      return held[0].by(capacity[0]).max(held[1].by(capacity[1]));
    }
    return rules.mode() == AllocationMode.SLOT_SECONDS ? held[2] : whole(held);
  }

  private void passOn(
      BigDecimal idle, SortedMap<String, Ratio> runs, SortedMap<String, BigDecimal> expected) {
    SortedMap<String, Ratio> receivers = new TreeMap<>();
    Ratio held = runs.values().stream().reduce(Ratio.ZERO, Ratio::plus);
    Map<String, Ratio> teams = new TreeMap<>();
    runs.forEach((run, weight) -> teams.merge(team(run), weight, Ratio::plus));
    if (rules.idle() instanceof IdlePolicy.Fixed fixed) {
      fixed.shares().forEach((team, share) -> receivers.put(team, Ratio.of(share)));
      Ratio given = receivers.values().stream().reduce(Ratio.ZERO, Ratio::plus);
      receivers.put(IDLE, Ratio.ONE.minus(given));
    } else if (rules.idle() instanceof IdlePolicy.Mixed mixed && !runs.isEmpty()) {
      Ratio kept = Ratio.of(mixed.owner());
      runs.forEach((run, w) -> receivers.put(run, w.by(held).times(Ratio.ONE.minus(kept))));
      receivers.put(IDLE, kept);
    } else if (rules.idle() instanceof IdlePolicy.Even) {
      runs.forEach(
          (run, w) ->
              receivers.put(
                  run, w.by(teams.getOrDefault(team(run), Ratio.ONE)).by(Ratio.of(teams.size()))));
    } else if (rules.idle() instanceof IdlePolicy.Proportional) {
      receivers.putAll(runs);
    }
    if (!receivers.isEmpty()) {
      SortedMap<String, BigDecimal> parts = split(idle, receivers);
      BigDecimal kept = parts.getOrDefault(IDLE, BigDecimal.ZERO);
      parts.forEach((key, part) -> expected.put("+" + key, part));
      expected.put("+" + IDLE, kept.subtract(idle));
    }
  }

  private String team(String run) {
    return lives.stream()
        .filter(life -> life.runId().equals(run))
        .map(ExecutorLife::team)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("unallocated");
  }

  private static SortedMap<String, BigDecimal> split(
      BigDecimal amount, SortedMap<String, Ratio> weights) {
    Ratio total = weights.values().stream().reduce(Ratio.ZERO, Ratio::plus);
    int scale = Math.max(10, amount.stripTrailingZeros().scale());
    Ratio units = Ratio.of(amount.abs().movePointRight(scale));
    SortedMap<String, BigInteger> whole = new TreeMap<>();
    Map<String, Ratio> rest = new TreeMap<>();
    BigInteger left = units.floor();
    for (Map.Entry<String, Ratio> entry : weights.entrySet()) {
      Ratio exact = units.times(entry.getValue()).by(total);
      whole.put(entry.getKey(), exact.floor());
      rest.put(entry.getKey(), exact.minus(new Ratio(exact.floor(), BigInteger.ONE)));
      left = left.subtract(exact.floor());
    }
    weights.keySet().stream()
        .sorted(
            Comparator.<String, Ratio>comparing(
                    key -> rest.getOrDefault(key, Ratio.ZERO), Comparator.reverseOrder())
                .thenComparing(Comparator.naturalOrder()))
        .limit(left.longValueExact())
        .forEach(key -> whole.merge(key, BigInteger.ONE, BigInteger::add));
    SortedMap<String, BigDecimal> parts = new TreeMap<>();
    whole.forEach(
        (key, count) ->
            parts.put(key, new BigDecimal(amount.signum() < 0 ? count.negate() : count, scale)));
    return parts;
  }

  private static Ratio[] zeros() {
    return new Ratio[] {Ratio.ZERO, Ratio.ZERO, Ratio.ZERO};
  }

  private static LocalDateTime time(@Nullable Instant instant) {
    return LocalDateTime.ofInstant(Objects.requireNonNull(instant), ZoneOffset.UTC);
  }

  private static long millis(LocalDateTime time) {
    return time.toInstant(ZoneOffset.UTC).toEpochMilli();
  }
}
