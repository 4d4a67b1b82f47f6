package io.tidemark.jobs.cost.bill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.definition.BillFormat;
import io.tidemark.jobs.cost.definition.Measure;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.testing.SparkExtension;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What each line type of a CUR costs, and what kind of charge it is. */
@ExtendWith(SparkExtension.class)
class LineTypesTest {
  private static final String PLAN = "savings_plan_savings_plan_a_r_n";
  private static final String COVERED = "savings_plan_savings_plan_effective_cost";
  private static final String RESERVATION = "reservation_reservation_a_r_n";

  @Test
  void anHourOfASavingsPlanCostsItsCommitmentBothWays(SparkSession spark, @TempDir Path folder) {
    List<BillLine> lines =
        read(
            spark,
            folder,
            new CurCsv()
                .line("SavingsPlanCoveredUsage", "6.00", PLAN, "sp-1", COVERED, "4.00")
                .line("SavingsPlanCoveredUsage", "4.50", PLAN, "sp-1", COVERED, "3.00")
                .line("SavingsPlanNegation", "-6.00", PLAN, "sp-1")
                .line("SavingsPlanNegation", "-4.50", PLAN, "sp-1")
                .line(
                    "SavingsPlanRecurringFee",
                    "10.00",
                    PLAN,
                    "sp-1",
                    "total_commitment_to_date",
                    "10.00",
                    "used_commitment",
                    "7.00"));
    assertThat(BillProject.sum(lines, Measure.BILLED)).isEqualByComparingTo("10");
    assertThat(BillProject.sum(lines, Measure.EFFECTIVE)).isEqualByComparingTo("10");
    assertThat(effective(lines)).containsExactly("4", "3", "0", "0", "3");
    assertThat(lines)
        .extracting(BillLine::category)
        .containsExactly(
            Category.USAGE, Category.USAGE, Category.USAGE, Category.USAGE, Category.PURCHASE);
    assertThat(lines)
        .extracting(line -> line.detail().commitmentUnused())
        .containsExactly(false, false, true, true, true);
    assertThat(lines).extracting(line -> line.detail().commitment()).containsOnly("sp-1");
  }

  @Test
  void everyLineTypeHasItsCostAndCategory(SparkSession spark, @TempDir Path folder) {
    List<BillLine> lines =
        read(
            spark,
            folder,
            new CurCsv()
                .line("Usage", "1.5")
                .line("FlatRateSubscription", "15")
                .line("DiscountedUsage", "0", "reservation_effective_cost", "0.4")
                .line(
                    "RIFee",
                    "54.75",
                    RESERVATION,
                    "ri-1",
                    "reservation_unused_amortized_upfront_fee_for_billing_period",
                    "2.5",
                    "reservation_unused_recurring_fee",
                    "1.25")
                .line("Fee", "300", RESERVATION, "ri-1")
                .line("Fee", "99")
                .line("SavingsPlanUpfrontFee", "100", PLAN, "sp-1")
                .line("Refund", "-20", "product_code", "ComputeSavingsPlans", PLAN, "sp-1")
                .line("Refund", "-21", "product_code", "MachineLearningSavingsPlans", PLAN, "sp-1")
                .line("Refund", "-22", "product_code", "ComputeSavingsPlans")
                .line("Refund", "-23", PLAN, "sp-1")
                .line("Credit", "-1")
                .line("Tax", "0.07")
                .line("EdpDiscount", "-0.1")
                .line("PrivateRateDiscount", "-0.2")
                .line("BundledDiscount", "-0.3")
                .line("Discount", "-0.4"));
    assertThat(effective(lines))
        .containsExactly(
            "1.5", "15", "0.4", "3.75", "0", "99", "0", "0", "0", "-22", "-23", "-1", "0.07",
            "-0.1", "-0.2", "-0.3", "-0.4");
    assertThat(lines)
        .extracting(line -> line.category().word())
        .containsExactly(
            "Usage",
            "Usage",
            "Usage",
            "Purchase",
            "Purchase",
            "Purchase",
            "Purchase",
            "Refund",
            "Refund",
            "Refund",
            "Refund",
            "Credit",
            "Tax",
            "Discount",
            "Discount",
            "Discount",
            "Discount");
    assertThat(lines)
        .filteredOn(line -> line.detail().commitmentUnused())
        .extracting(BillLine::lineType)
        .containsExactly("RIFee", "Fee", "SavingsPlanUpfrontFee");
  }

  @Test
  void aPayerIsNetWhereOneLineHasANetCostAndNowhereElse(SparkSession spark, @TempDir Path folder) {
    String net = "net_unblended_cost";
    List<BillLine> lines =
        read(
            spark,
            folder,
            new CurCsv()
                .line("Usage", "10", net, "9")
                .line("Usage", "5")
                .line("Usage", "3", net, "0")
                .line("EdpDiscount", "-1")
                .line(
                    "SavingsPlanCoveredUsage",
                    "6",
                    net,
                    "5",
                    COVERED,
                    "4",
                    "savings_plan_net_savings_plan_effective_cost",
                    "3")
                .line("Usage", "10", "payer_account_id", "000000000009")
                .line("EdpDiscount", "-1", "payer_account_id", "000000000009"));
    assertThat(lines)
        .extracting(line -> plain(line.amounts().netBilled()))
        .containsExactly("9", "5", "0", "0", "5", "10", "-1");
    assertThat(lines)
        .extracting(line -> plain(line.amounts().netEffective()))
        .containsExactly("9", "5", "0", "0", "3", "10", "-1");
    assertThat(lines)
        .extracting(line -> plain(line.amounts().billed()))
        .containsExactly("10", "5", "3", "-1", "6", "10", "-1");
  }

  @Test
  void aSplitCostRowCostsNothingAndKeepsItsWeights(SparkSession spark, @TempDir Path folder) {
    BillLine line =
        read(
                spark,
                folder,
                new CurCsv()
                    .line(
                        "Usage",
                        "0.5",
                        "split_line_item_parent_resource_id",
                        "i-9",
                        "split_line_item_split_cost",
                        "0.135",
                        "split_line_item_unused_cost",
                        "1.8E-2"))
            .get(0);
    for (Measure cost : Measure.values()) {
      assertThat(line.amounts().get(cost)).isEqualByComparingTo("0");
    }
    assertThat(line.detail().splitParent()).isEqualTo("i-9");
    assertThat(line.detail().splitCost()).isEqualByComparingTo("0.135");
    assertThat(line.detail().unusedCost()).isEqualByComparingTo("0.018");
  }

  @Test
  void anUnknownTypeIsUsageWithAWarning(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    project.write("bill.csv", new CurCsv().line("Novelty", "2").line("Usage", "1").text());
    IngestedBills ingested = project.ingest(BillProject.files("b", BillFormat.CUR2, "bill.csv"));
    assertThat(ingested.problems())
        .extracting(Problem::toString)
        .singleElement()
        .asString()
        .startsWith("warn: bill b: 1 lines have a type that is not known");
  }

  private static List<BillLine> read(SparkSession spark, Path folder, CurCsv csv) {
    BillProject project = new BillProject(spark, folder);
    project.write("bill.csv", csv.text());
    return project.lines(project.ingested(BillProject.files("b", BillFormat.CUR2, "bill.csv")));
  }

  private static List<String> effective(List<BillLine> lines) {
    return lines.stream().map(line -> plain(line.amounts().effective())).toList();
  }

  private static String plain(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }
}
