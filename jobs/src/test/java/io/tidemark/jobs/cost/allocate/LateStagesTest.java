package io.tidemark.jobs.cost.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.bill.Category;
import io.tidemark.jobs.cost.bill.LineDetail;
import io.tidemark.jobs.cost.definition.Dimension;
import io.tidemark.jobs.cost.definition.SharedPolicy;
import io.tidemark.jobs.cost.definition.SharedRule;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LateStagesTest {
  private static final Map<String, BigDecimal> BASE =
      Map.of(
          "risk", new BigDecimal("3"),
          "fraud", new BigDecimal("1"),
          "growth", BigDecimal.ZERO,
          "platform", new BigDecimal("-2"),
          "unallocated", new BigDecimal("100"));
  private static final BillLine CREDIT =
      LineOf.cost("-1").category(Category.CREDIT, "Credit").get();

  @Test
  void aSharedLineIsBorneByTeamsThatCostSomething() {
    assertThat(shared(new SharedPolicy.Proportional(), BASE))
        .containsExactly("fraud fraud 2.5000000000", "risk risk 7.5000000000");
    assertThat(shared(new SharedPolicy.Even(), BASE))
        .containsExactly("fraud fraud 5.0000000000", "risk risk 5.0000000000");
    assertThat(shared(new SharedPolicy.Even(), Map.of()))
        .containsExactly("__unallocated__ unallocated 10");
  }

  @Test
  void fixedSharesShortOfOneLeaveTheRestToNobody() {
    SharedPolicy fixed =
        new SharedPolicy.Fixed(
            new TreeMap<>(Map.of("risk", new BigDecimal("0.6"), "growth", new BigDecimal("0.3"))));
    assertThat(shared(fixed, Map.of()))
        .containsExactly(
            "__unallocated__ unallocated 1.0000000000",
            "growth growth 3.0000000000",
            "risk risk 6.0000000000");
  }

  @Test
  void aCreditFollowsThoseWhoseLinesItIsFor() {
    LateStages stages = new LateStages(new RulesOf().get());
    List<Receiver> receivers =
        new ArrayList<>(
            List.of(
                receiver("r1", "risk", "2"),
                receiver(null, "risk", "1"),
                receiver("r0", "fraud", "0"),
                receiver("r2", "fraud", "-5")));
    List<Share> shares = stages.credit(CREDIT, receivers);
    assertThat(texts(shares)).containsExactly("risk risk -0.3333333333", "r1 risk -0.6666666667");
    assertThat(shares).extracting(Share::stage).containsOnly(Stage.CREDIT);
    assertThat(shares).extracting(Share::runId).containsExactly(null, "r1");
    Collections.reverse(receivers);
    assertThat(stages.credit(CREDIT, receivers)).isEqualTo(shares);
  }

  @Test
  void whatNothingMatchesIsNobodys() {
    LateStages stages = new LateStages(new RulesOf().get());
    assertThat(texts(stages.credit(CREDIT, List.of())))
        .containsExactly("__unallocated__ unallocated -1");
    BillLine tax = LineOf.cost("0.33").category(Category.TAX, "Tax").get();
    assertThat(stages.tax(tax, List.of())).extracting(Share::stage).containsExactly(Stage.TAX);
  }

  @Test
  void aCreditMeetsUseOfTheSameIntervalHoweverItIsWritten() {
    Instant end = LineOf.TEN.plusSeconds(3600);
    BillLine said =
        LineOf.cost("1").interval(LineOf.TEN, end).at(LineOf.TEN, LineOf.TEN.plusSeconds(9)).get();
    BillLine charged = LineOf.cost("1").at(LineOf.TEN, end).get();
    BillLine other = LineOf.cost("1").service("AWSDataTransfer").get();
    BillLine later = LineOf.cost("1").at(end, end.plusSeconds(1)).get();
    MatchLevel nearest = MatchLevel.OF_CREDITS.get(0);
    assertThat(key(nearest, said)).isEqualTo(key(nearest, charged));
    assertThat(key(nearest, other)).isNotEqualTo(key(nearest, charged));
    MatchLevel second = MatchLevel.OF_CREDITS.get(1);
    assertThat(key(second, other)).isEqualTo(key(second, charged));
    assertThat(key(second, later)).isNotEqualTo(key(second, charged));
    MatchLevel last = MatchLevel.OF_CREDITS.get(2);
    assertThat(key(last, later)).isEqualTo(key(last, charged));
  }

  @Test
  void nothingIsAKeyOfItsOwnAndCurrenciesAreNotCrossed() {
    MatchLevel level = MatchLevel.CREDIT_USAGE_INTERVAL;
    assertThat(key(level, LineOf.cost("1").usage(null).get()))
        .isNotEqualTo(key(level, LineOf.cost("1").usage("").get()));
    for (MatchLevel each : MatchLevel.values()) {
      assertThat(key(each, LineOf.cost("1").currency("EUR").get()))
          .isNotEqualTo(key(each, LineOf.cost("1").get()));
    }
  }

  @Test
  void creditsMeetUseAndTaxesMeetPurchasesToo() {
    BillLine fee = LineOf.cost("1").category(Category.PURCHASE, "Fee").get();
    assertThat(MatchLevel.CREDIT_SERVICE.isBase(fee.category())).isFalse();
    assertThat(MatchLevel.TAX_SERVICE.isBase(fee.category())).isTrue();
    assertThat(MatchLevel.TAX_SERVICE.isBase(CREDIT.category())).isFalse();
  }

  /** What the lines on a level have in common, of one of them. */
  private static List<@Nullable Object> key(MatchLevel level, BillLine line) {
    LineDetail detail = line.detail();
    boolean said = detail.intervalStart() != null;
    List<@Nullable Object> key = new ArrayList<>(List.of(line.period(), line.currency()));
    for (MatchLevel.Part part : MatchLevel.Part.values()) {
      if (level.has(part)) {
        key.add(
            switch (part) {
              case PAYER -> line.payerAccount();
              case ACCOUNT -> line.account();
              case SERVICE -> line.service();
              case USAGE_TYPE -> line.usageType();
              case FROM -> said ? detail.intervalStart() : line.chargeStart();
              case TO ->
                  said && detail.intervalEnd() != null ? detail.intervalEnd() : line.chargeEnd();
            });
      }
    }
    return key;
  }

  private static List<String> shared(SharedPolicy policy, Map<String, BigDecimal> base) {
    SharedRule rule = new SharedRule(new TreeMap<>(Map.of("service", "AWSConfig")), policy);
    return texts(
        new LateStages(new RulesOf().shared(rule).get())
            .shared(LineOf.cost("10").service("AWSConfig").get(), base));
  }

  private static Receiver receiver(@Nullable String run, String team, String weight) {
    return new Receiver(
        run,
        new Attribution(Map.of(Dimension.TEAM, team), Map.of(Dimension.TEAM, "tag")),
        new BigDecimal(weight));
  }

  private static List<String> texts(List<Share> shares) {
    return shares.stream()
        .map(
            share ->
                share.target()
                    + " "
                    + share.attribution().values().get(Dimension.TEAM)
                    + " "
                    + share.direct().toPlainString())
        .toList();
  }
}
