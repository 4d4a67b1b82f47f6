package io.tidemark.jobs.cost.generate;

import static io.tidemark.jobs.cost.generate.CurFile.money;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The generated bill adds up by itself, and has the shapes that bills of EMR and SageMaker have.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyntheticBillTest {
  private static final MonthSpec SPEC = new MonthSpec(7, YearMonth.of(2026, 1), 3, 96, 8, 4, 4_000);

  @TempDir static Path folder;
  private GeneratedBill estimate;
  private GeneratedBill last;
  private List<Map<String, String>> lines;
  private List<Map<String, String>> finalLines;

  @BeforeAll
  void generate() throws IOException {
    SyntheticMonth month = new SyntheticMonth(SPEC);
    estimate = month.bill(Delivery.ESTIMATE, folder.resolve("estimate"));
    last = month.bill(Delivery.FINAL, folder.resolve("final"));
    lines = CurFile.lines(estimate);
    finalLines = CurFile.lines(last);
  }

  @Test
  void itHasTheColumnsOfAnExportAndAsManyLinesAsWereAskedFor() {
    assertThat(lines).hasSize(4_000).hasSize((int) estimate.totals().lines());
    assertThat(lines.get(0)).hasSize(127);
  }

  @Test
  void everyLineSaysThatItIsSynthetic() {
    for (Map<String, String> line : lines) {
      assertThat(line.get("tags")).contains("\"resourceTags/user:TidemarkSynthetic\":\"true\"");
      assertThat(line.get("resource_tags")).contains("\"user_tidemark_synthetic\":\"true\"");
      assertThat(line.get("line_item_usage_account_id")).doesNotMatch("[0-9]{12}");
      assertThat(line.get("bill_payer_account_id")).isEqualTo("SYNTHETIC000");
    }
  }

  /** Against the rules of the columns, read from the files alone. */
  @Test
  void theTotalsItTellsAreTheSumsOfItsFiles() {
    for (var bill : Map.of(estimate, lines, last, finalLines).entrySet()) {
      Map<BillTotals.Key, BillTotals.Sums> sums = new TreeMap<>();
      for (Map<String, String> line : bill.getValue()) {
        sums.merge(
            new BillTotals.Key(line.get("line_item_usage_account_id"), category(line)),
            new BillTotals.Sums(money(line, "line_item_unblended_cost"), effective(line)),
            BillTotals.Sums::plus);
      }
      assertThat(sums.keySet()).isEqualTo(bill.getKey().totals().sums().keySet());
      sums.forEach(
          (key, sum) -> {
            BillTotals.Sums told = bill.getKey().totals().sums().get(key);
            assertThat(told.billed()).as(key.toString()).isEqualByComparingTo(sum.billed());
            assertThat(told.effective()).as(key.toString()).isEqualByComparingTo(sum.effective());
          });
    }
  }

  @Test
  void inEveryHourTheSavingsPlanCostsWhatItsCommitmentIs() {
    Map<String, BigDecimal> billed = new HashMap<>();
    Map<String, BigDecimal> effective = new HashMap<>();
    Map<String, BigDecimal> commitment = new HashMap<>();
    for (Map<String, String> line : lines) {
      if (line.get("savings_plan_savings_plan_a_r_n").isEmpty()) {
        continue;
      }
      String hour = line.get("line_item_usage_start_date");
      billed.merge(hour, money(line, "line_item_unblended_cost"), BigDecimal::add);
      effective.merge(hour, effective(line), BigDecimal::add);
      BigDecimal paid = money(line, "savings_plan_total_commitment_to_date");
      assertThat(paid).isGreaterThanOrEqualTo(money(line, "savings_plan_used_commitment"));
      commitment.merge(hour, paid, BigDecimal::add);
    }
    assertThat(billed).hasSize(SPEC.hours());
    billed.forEach(
        (hour, sum) -> {
          assertThat(sum).as(hour).isEqualByComparingTo(commitment.get(hour));
          assertThat(effective.get(hour)).as(hour).isEqualByComparingTo(sum);
        });
  }

  @Test
  void allShapesAreThere() {
    Set<String> shapes =
        finalLines.stream()
            .map(
                line ->
                    String.join(
                        " ",
                        line.get("line_item_product_code"),
                        line.get("line_item_line_item_type"),
                        line.get("line_item_usage_type").replaceAll(":.*", ""),
                        line.get("line_item_resource_id")
                            .replaceAll("^(i|vol)-.*", "$1")
                            .replaceAll("^arn:[^/]*:", "")
                            .replaceAll("^(/?[a-z-]+)/.*$", "$1")))
            .map(String::strip)
            .collect(Collectors.toSet());
    assertThat(shapes)
        .contains(
            "AmazonEC2 Usage BoxUsage i",
            "AmazonEC2 SavingsPlanCoveredUsage BoxUsage i",
            "AmazonEC2 SavingsPlanNegation BoxUsage",
            "AmazonEC2 Usage SpotUsage i",
            "AmazonEC2 Usage EBS vol",
            "AmazonEC2 EdpDiscount",
            "ElasticMapReduce Usage BoxUsage cluster",
            "ElasticMapReduce Usage USE1-EMR-SERVERLESS-vCPUHours /applications",
            "ElasticMapReduce Usage USE1-EMR-SERVERLESS-MemoryGBHours /applications",
            "ElasticMapReduce Usage USE1-EMR-EKS-EC2-vCPUHours /virtualclusters",
            "AmazonEKS Usage EKS-EC2-vCPU-Hours pod",
            "AmazonSageMaker Usage USE1-Train training-job",
            "AmazonSageMaker Usage USE1-Processing processing-job",
            "AmazonSageMaker Usage USE1-Host endpoint",
            "AmazonSageMaker Usage USE1-Studio app",
            "AmazonSageMaker Credit USE1-Host",
            "AWSCloudTrail Usage USE1-PaidEventsRecorded",
            "AWSCloudTrail Refund USE1-PaidEventsRecorded",
            "AWSSupportBusiness Fee Dollar",
            "AmazonEC2 Tax",
            "AmazonS3 Usage Requests-Tier2 synthetic-bucket-0");
    assertThat(finalLines)
        .anyMatch(line -> line.get("line_item_resource_id").contains("/jobruns/00synthetic1run"))
        .anyMatch(line -> line.get("line_item_usage_type").equals("NatGateway-Hours"));
  }

  @Test
  void splitCostRowsCostNothingAndTellOfNoMoreThanTheirNode() {
    Map<String, BigDecimal> told = new HashMap<>();
    for (Map<String, String> line : lines) {
      if (!line.get("split_line_item_parent_resource_id").isEmpty()) {
        assertThat(money(line, "line_item_unblended_cost")).isZero();
        told.merge(
            line.get("line_item_usage_start_date"),
            money(line, "split_line_item_split_cost")
                .add(money(line, "split_line_item_unused_cost")),
            BigDecimal::add);
      }
    }
    assertThat(told).isNotEmpty();
    BigDecimal node = new BigDecimal("0.384");
    told.forEach((hour, sum) -> assertThat(sum).as(hour).isPositive().isLessThanOrEqualTo(node));
  }

  @Test
  void theFinalDeliveryHasInvoicesDearerSpotMachinesAndARefund() {
    assertThat(lines).allMatch(line -> line.get("bill_invoice_id").isEmpty());
    assertThat(finalLines).allMatch(line -> line.get("bill_invoice_id").startsWith("SYNTHETIC"));
    assertThat(sum(finalLines, "SpotUsage:"))
        .isGreaterThan(sum(lines, "SpotUsage:"))
        .isLessThan(sum(lines, "SpotUsage:").multiply(new BigDecimal("1.05")));
    assertThat(sum(finalLines, "Studio")).isEqualByComparingTo(sum(lines, "Studio"));
  }

  @Test
  void theManifestListsWhatWasWritten() throws IOException {
    JsonNode first = new ObjectMapper().readTree(Files.readAllBytes(estimate.manifest()));
    JsonNode second = new ObjectMapper().readTree(Files.readAllBytes(last.manifest()));
    assertThat(first.get("executionId")).isNotEqualTo(second.get("executionId"));
    assertThat(first.get("exportArn")).isEqualTo(second.get("exportArn"));
    assertThat(first.get("columns")).hasSize(127);
    assertThat(first.get("columns").get(2).toString())
        .isEqualTo("{\"name\":\"bill_billing_period_end_date\",\"type\":\"timestamp\"}");
    assertThat(first.get("dataFiles")).hasSize(1);
    assertThat(first.get("dataFiles").get(0).asText())
        .contains("/BILLING_PERIOD=2026-01/")
        .endsWith("/" + estimate.files().get(0).getFileName());
  }

  private static BigDecimal sum(List<Map<String, String>> lines, String usageType) {
    return lines.stream()
        .filter(line -> line.get("line_item_usage_type").contains(usageType))
        .map(line -> money(line, "line_item_unblended_cost"))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String category(Map<String, String> line) {
    return switch (line.get("line_item_line_item_type")) {
      case "Fee", "SavingsPlanRecurringFee" -> "Purchase";
      case "EdpDiscount" -> "Discount";
      case "Credit", "Refund", "Tax" -> line.get("line_item_line_item_type");
      default -> "Usage";
    };
  }

  private static BigDecimal effective(Map<String, String> line) {
    return switch (line.get("line_item_line_item_type")) {
      case "SavingsPlanCoveredUsage" -> money(line, "savings_plan_savings_plan_effective_cost");
      case "SavingsPlanNegation" -> BigDecimal.ZERO;
      case "SavingsPlanRecurringFee" ->
          money(line, "savings_plan_total_commitment_to_date")
              .subtract(money(line, "savings_plan_used_commitment"));
      default -> money(line, "line_item_unblended_cost");
    };
  }
}
