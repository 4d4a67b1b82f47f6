package io.tidemark.jobs.cost.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.definition.AllocationMode;
import io.tidemark.jobs.cost.definition.Dimension;
import io.tidemark.jobs.cost.definition.IdlePolicy;
import io.tidemark.jobs.cost.definition.Measure;
import io.tidemark.jobs.cost.usage.ExecutorLife;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Small clusters of all kinds, with hourly, daily and partial lines and lives of any length. */
class ClusterPoolRandomTest {
  private static final Instant START = Instant.parse("2026-04-07T00:00:00Z");
  private static final int HOUR = 3600;
  private static final List<IdlePolicy> POLICIES =
      List.of(
          new IdlePolicy.Owner(),
          new IdlePolicy.Proportional(),
          new IdlePolicy.Even(),
          new IdlePolicy.Fixed(
              new TreeMap<>(
                  Map.of("risk", new BigDecimal("0.5"), "growth", new BigDecimal("0.25")))),
          new IdlePolicy.Mixed(new BigDecimal("0.3")));

  @Test
  void everyLineIsSplitAsTheBookSays() {
    Random random = new Random(22);
    for (int round = 0; round < 150; round++) {
      RulesOf rules = rules(random);
      Cluster cluster = cluster(random, rules);
      PoolOracle oracle = new PoolOracle(rules.get(), cluster.lines(), cluster.lives());
      Pool pool = cluster.pool();
      for (BillLine line : cluster.lines()) {
        assertThat(texts(told(pool.shares(line))))
            .as("%s %s %s", rules.get().mode(), rules.get().idle(), line)
            .isEqualTo(texts(oracle.of(line)));
      }
    }
  }

  @Test
  void nothingIsLostOrMadeInAnyOfTheFourCosts() {
    Random random = new Random(23);
    for (int round = 0; round < 150; round++) {
      Cluster cluster = cluster(random, rules(random));
      cluster
          .shares()
          .forEach(
              (number, shares) -> {
                BillLine line = cluster.lines().get((int) (number - 1));
                for (Measure measure : Measure.values()) {
                  assertThat(sum(shares, share -> share.amounts().get(measure)))
                      .isEqualByComparingTo(line.amounts().get(measure));
                }
                assertThat(sum(shares, Share::direct))
                    .isEqualByComparingTo(line.amounts().effective());
                assertThat(sum(shares, Share::idleShare)).isZero();
                shares.forEach(
                    share ->
                        assertThat(share.direct().add(share.idleShare()))
                            .isEqualByComparingTo(share.amounts().effective()));
              });
    }
  }

  @Test
  void theOrderOfLinesAndLivesChangesNothing() {
    Random random = new Random(24);
    for (int round = 0; round < 60; round++) {
      Cluster cluster = cluster(random, rules(random));
      List<BillLine> lines = new ArrayList<>(cluster.lines());
      List<ExecutorLife> lives = new ArrayList<>(cluster.lives());
      Collections.shuffle(lines, random);
      Collections.shuffle(lives, random);
      Pool pool = cluster.pool(lines, lives);
      Map<Long, List<Share>> shares = cluster.shares();
      lines.forEach(line -> assertThat(pool.shares(line)).isEqualTo(shares.get(line.line())));
    }
  }

  private static RulesOf rules(Random random) {
    AllocationMode[] modes = AllocationMode.values();
    return new RulesOf()
        .mode(modes[random.nextInt(modes.length)])
        .weights(random.nextBoolean() ? "9" : "0.75", "0.125", "0")
        .idle(POLICIES.get(random.nextInt(POLICIES.size())));
  }

  private static Cluster cluster(Random random, RulesOf rules) {
    Cluster cluster = Cluster.of(rules);
    for (int i = 1 + random.nextInt(8); i > 0; i--) {
      cluster.lines(line(random));
    }
    String[] teams = {"risk", "fraud", null};
    for (int i = random.nextInt(9); i > 0; i--) {
      Instant from = START.plusMillis(random.nextInt(2 * 24 * HOUR * 1000));
      Instant to = from.plusMillis(random.nextInt(random.nextBoolean() ? 1 : 20_000_000) + 1L);
      int run = random.nextInt(5);
      LifeOf life =
          LifeOf.run((run % 2 == 0 ? "A" : "b") + run, from, to)
              .cores(random.nextInt(4))
              .bytes(random.nextLong(1L << 34))
              .slotMs(random.nextInt(30_000_000));
      String team = teams[run % 3];
      cluster.lives(team == null ? life : life.team(team));
    }
    return cluster;
  }

  private static LineOf line(Random random) {
    Instant day = START.plusSeconds(24L * HOUR * random.nextInt(2));
    Instant hour = day.plusSeconds((long) HOUR * random.nextInt(24));
    LineOf line =
        random.nextInt(4) == 0
            ? LineOf.cost("0").cluster("j-1")
            : LineOf.machine(
                    "j-1", "0", "" + (1 + random.nextInt(8)), "" + (1 + random.nextInt(32)))
                .quantity(random.nextBoolean() ? "1" : "0.2666666667");
    line.amounts(cost(random), cost(random), cost(random), cost(random));
    return switch (random.nextInt(5)) {
      case 0 -> line.at(day, day.plusSeconds(24 * HOUR));
      case 1 -> line.at(hour, hour.plusSeconds(1 + random.nextInt(HOUR)));
      case 2 -> line.at(hour, hour.plusSeconds(1 + random.nextInt(5 * HOUR)));
      default -> line.at(hour, hour.plusSeconds(HOUR));
    };
  }

  private static String cost(Random random) {
    BigDecimal cost = BigDecimal.valueOf(random.nextLong(5_000_000_000L), 6 + random.nextInt(8));
    return (random.nextInt(6) == 0 ? cost.negate() : cost).toPlainString();
  }

  /** As the oracle tells it: by receiver, a plus before what is idle passed on. */
  private static SortedMap<String, BigDecimal> told(List<Share> shares) {
    SortedMap<String, BigDecimal> told = new TreeMap<>();
    for (Share share : shares) {
      boolean passedOn = share.direct().signum() == 0 && share.idleShare().signum() != 0;
      boolean toATeam =
          passedOn && "idle".equals(share.attribution().provenance().get(Dimension.TEAM));
      String key = toATeam ? share.attribution().values().get(Dimension.TEAM) : share.target();
      BigDecimal amount = share.amounts().effective();
      if (amount.signum() != 0) {
        told.merge(passedOn ? "+" + key : key, amount, BigDecimal::add);
      }
    }
    return told;
  }

  private static Map<String, String> texts(SortedMap<String, BigDecimal> amounts) {
    Map<String, String> texts = new TreeMap<>();
    amounts.forEach((key, amount) -> texts.put(key, amount.stripTrailingZeros().toPlainString()));
    return texts;
  }

  private static BigDecimal sum(List<Share> shares, Function<Share, BigDecimal> amount) {
    return shares.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
