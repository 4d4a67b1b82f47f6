package io.tidemark.jobs.cost.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.bill.BillLine;
import io.tidemark.jobs.cost.bill.Category;
import io.tidemark.jobs.cost.definition.Dimension;
import io.tidemark.jobs.cost.definition.SharedPolicy;
import io.tidemark.jobs.cost.definition.SharedRule;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LineAllocatorTest {
  private static final String JOB = "arn:aws:sagemaker:us-east-1:1:training-job/churn-7";

  private final LineAllocator allocator =
      new LineAllocator(
          new RulesOf()
              .shared(
                  new SharedRule(
                      new TreeMap<>(Map.of("service", "AWSCloudTrail")), new SharedPolicy.Even()))
              .shared(
                  new SharedRule(
                      new TreeMap<>(Map.of("tag.Scope", "all", "line_type", "Usage")),
                      new SharedPolicy.Proportional()))
              .get(),
          Map.of());

  @Test
  void aLineOfItsOwnGoesToItsResource() {
    List<Share> shares =
        allocator.alone(LineOf.cost("1.25").resource(JOB).tag("team", "growth").get());
    assertThat(shares).hasSize(1);
    Share share = shares.get(0);
    assertThat(share.stage()).isEqualTo(Stage.DIRECT);
    assertThat(share.target()).isEqualTo(JOB);
    assertThat(share.runId()).isNull();
    assertThat(share.attribution().values()).containsEntry(Dimension.TEAM, "growth");
    assertThat(share.direct()).isEqualTo(new BigDecimal("1.25"));
    assertThat(share.idleShare()).isZero();
  }

  @Test
  void aLineWithoutATeamOrAResourceIsNobodys() {
    assertThat(allocator.alone(LineOf.cost("1").resource(JOB).get()))
        .extracting(Share::target)
        .containsExactly(Share.UNALLOCATED);
    assertThat(allocator.alone(LineOf.cost("1").tag("team", "growth").get()))
        .extracting(Share::target)
        .containsExactly(Share.UNALLOCATED);
  }

  @Test
  void aCommitmentNobodyUsedGoesToItsPlanWhosever() {
    Share share =
        allocator
            .alone(
                LineOf.cost("2")
                    .category(Category.PURCHASE, "RIFee")
                    .unusedCommitment("arn:ri")
                    .get())
            .get(0);
    assertThat(share.stage()).isEqualTo(Stage.COMMITMENT);
    assertThat(share.target()).isEqualTo("arn:ri");
    assertThat(share.attribution().provenance()).containsEntry(Dimension.TEAM, "default");
  }

  @Test
  void everyLineHasAStage() {
    assertThat(stage(LineOf.cost("1"))).isEqualTo(Stage.DIRECT);
    assertThat(stage(LineOf.cost("1").category(Category.TAX, "Tax"))).isEqualTo(Stage.TAX);
    assertThat(stage(LineOf.cost("1").category(Category.CREDIT, "Credit"))).isEqualTo(Stage.CREDIT);
    assertThat(stage(LineOf.cost("1").category(Category.REFUND, "Refund"))).isEqualTo(Stage.CREDIT);
    assertThat(stage(LineOf.cost("1").category(Category.DISCOUNT, "EdpDiscount")))
        .isEqualTo(Stage.CREDIT);
    assertThat(stage(LineOf.cost("1").unusedCommitment(null))).isEqualTo(Stage.COMMITMENT);
    assertThat(stage(LineOf.cost("1").service("AWSCloudTrail"))).isEqualTo(Stage.SHARED);
    assertThat(stage(LineOf.cost("1").service("AWSCloudTrail").unusedCommitment("arn")))
        .isEqualTo(Stage.SHARED);
    assertThat(stage(LineOf.cost("1").service("AWSCloudTrail").category(Category.TAX, "Tax")))
        .isEqualTo(Stage.TAX);
    assertThat(stage(LineOf.cost("0").service("AWSCloudTrail").pod("i-1", "1", "0")))
        .isEqualTo(Stage.DIRECT);
  }

  @Test
  void aSharedRuleWantsAllItsKeys() {
    assertThat(stage(LineOf.cost("1").tag("user_scope", "all"))).isEqualTo(Stage.SHARED);
    assertThat(stage(LineOf.cost("1").tag("user_scope", "one"))).isEqualTo(Stage.DIRECT);
    assertThat(stage(LineOf.cost("1").tag("user_scope", "all").category(Category.PURCHASE, "Fee")))
        .isEqualTo(Stage.DIRECT);
  }

  private Stage stage(LineOf line) {
    BillLine built = line.get();
    return allocator.stage(built);
  }
}
