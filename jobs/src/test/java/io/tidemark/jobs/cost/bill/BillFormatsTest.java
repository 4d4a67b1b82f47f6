package io.tidemark.jobs.cost.bill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.definition.BillFormat;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The forms that bills come in. */
@ExtendWith(SparkExtension.class)
class BillFormatsTest {

  @Test
  void linesAreCountedOverFilesInOrderHoweverTheyAreCutAndQuoted(
      SparkSession spark, @TempDir Path folder) {
    Random random = new Random(3);
    List<String> expected = new ArrayList<>();
    List<String> files = new ArrayList<>();
    BillProject project = new BillProject(spark, folder);
    for (int f = 0; f < 4; f++) {
      CurCsv csv = new CurCsv();
      for (int i = random.nextInt(12); i >= 0; i--) {
        String id = "i\n" + f + "\r\n,\"\"" + "x\n".repeat(random.nextInt(40)) + i;
        expected.add(id);
        csv.with("resource_id", id, "line_item_description", random.nextBoolean() ? "\n\"" : "");
      }
      String name = "bill-" + f + (f == 2 ? ".csv.gz" : ".csv");
      String text = (f == 1 ? "\uFEFF" : "") + csv.text(f == 3 ? "\r\n" : "\n");
      project.write(name, f == 2 ? BillProject.gzip(text) : text.getBytes(StandardCharsets.UTF_8));
      files.add(name);
    }
    List<BillLine> lines =
        project.lines(
            project.ingested(
                BillProject.files("b", BillFormat.CUR2, files.toArray(String[]::new))));
    assertThat(lines).extracting(BillLine::resourceId).containsExactlyElementsOf(expected);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i).line()).isEqualTo(i + 1);
    }
  }

  @Test
  void equalRecordsAreDifferentLines(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    project.write("bill.csv", new CurCsv().line("Usage", "0.04").line("Usage", "0.04").text());
    assertThat(project.lines(project.ingested(BillProject.files("b", BillFormat.CUR2, "bill.csv"))))
        .hasSize(2);
  }

  @Test
  void aLineKeepsWhatItsAllocationNeeds(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    project.write(
        "bill.csv",
        new CurCsv()
            .line(
                "Usage",
                "7.0E-10",
                "product",
                "{\"vcpu\":\"96\",\"memory\":\"1,952 GiB\",\"gpu\":\"8\"}",
                "product_instance_type",
                "p4d.24xlarge",
                "tags",
                "{\"resourceTags/user:CostCenter\":\"17\",\"accountTag/owner\":\"finance\","
                    + "\"resourceTags/user:team\":\" \"}",
                "resource_tags",
                "{\"user_cost_center\":\"99\",\"user_team\":\"risk\",\"user_note\":\"NULL\"}",
                "invoice_id",
                "INV-1",
                "usage_amount",
                "")
            .text());
    BillLine line =
        project.lines(project.ingested(BillProject.files("b", BillFormat.CUR2, "bill.csv"))).get(0);
    assertThat(line.amounts().billed()).isEqualByComparingTo("0.0000000007");
    assertThat(line.tags())
        .as("the map `tags` first, and what it lacks from resource_tags")
        .isEqualTo(
            Map.of(
                "resourceTags/user:CostCenter", "17",
                "accountTag/owner", "finance",
                "user_team", "risk"));
    assertThat(line.quantity()).isNull();
    assertThat(line.chargeStart()).isEqualTo(Instant.parse("2026-04-02T00:00:00Z"));
    assertThat(line.payerAccount()).isEqualTo("000000000001");
    LineDetail detail = line.detail();
    assertThat(detail.vcpu()).isEqualByComparingTo("96");
    assertThat(detail.memoryGib()).isEqualByComparingTo("1952");
    assertThat(detail.gpu()).isEqualByComparingTo("8");
    assertThat(detail.instanceType()).isEqualTo("p4d.24xlarge");
    assertThat(detail.invoice()).isEqualTo("INV-1");
    assertThat(detail.intervalEnd()).isEqualTo(Instant.parse("2026-04-02T01:00:00Z"));
  }

  @Test
  void headersAreFoundInAnyCaseAndOrder(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    String text = new CurCsv().line("Usage", "2").text();
    int end = text.indexOf('\n');
    project.write(
        "bill.csv", text.substring(0, end).toUpperCase(Locale.ROOT) + text.substring(end));
    Delivery delivery = project.ingested(BillProject.files("b", BillFormat.CUR2, "bill.csv"));
    assertThat(project.lines(delivery).get(0).amounts().effective()).isEqualByComparingTo("2");
  }

  @Test
  void aCur1HasSlashesAndTagColumns(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    project.write(
        "old.csv",
        """
        bill/PayerAccountId,bill/BillingPeriodStartDate,lineItem/UsageAccountId,lineItem/LineItemType,lineItem/UsageStartDate,lineItem/UsageEndDate,lineItem/ProductCode,lineItem/UsageType,lineItem/UnblendedCost,lineItem/CurrencyCode,product/vcpu,product/memory,reservation/ReservationARN,reservation/EffectiveCost,resourceTags/user:CostCenter,resourceTags/aws:elasticmapreduce:job-flow-id
        01,2026-04-01T00:00:00.000Z,02,DiscountedUsage,2026-04-02T00:00:00.000Z,2026-04-02T01:00:00.000Z,AmazonEC2,BoxUsage:m5.xlarge,0,USD,4,16 GiB,ri-1,0.25,17,j-1
        """);
    BillLine line =
        project
            .lines(project.ingested(BillProject.files("old", BillFormat.CUR1, "old.csv")))
            .get(0);
    assertThat(line.amounts().effective()).isEqualByComparingTo("0.25");
    assertThat(line.tags())
        .isEqualTo(Map.of("user:CostCenter", "17", "aws:elasticmapreduce:job-flow-id", "j-1"));
    assertThat(line.detail().commitment()).isEqualTo("ri-1");
    assertThat(line.detail().commitmentUnused()).isFalse();
    assertThat(line.detail().instanceType()).isEqualTo("m5.xlarge");
    assertThat(line.detail().memoryGib()).isEqualByComparingTo("16");
  }

  @Test
  void parquetHasDoublesTimesAndMaps(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    spark
        .newSession()
        .sql(
            """
            SELECT '01' bill_payer_account_id, '02' line_item_usage_account_id,
              'Usage' line_item_line_item_type, 'AmazonEC2' line_item_product_code,
              timestamp'2026-04-01 00:00:00' bill_billing_period_start_date,
              timestamp'2026-04-02 00:00:00' + make_interval(0, 0, 0, 0, cast(id as int)) line_item_usage_start_date,
              CAST(0.1 + id AS DOUBLE) line_item_unblended_cost, 'USD' line_item_currency_code,
              CAST(7.0E-10 AS DOUBLE) pricing_public_on_demand_cost,
              CAST(id AS STRING) line_item_resource_id,
              map('vcpu', '4', 'memory', '16 GiB') product, map('user_team', 'risk') resource_tags
            FROM range(0, 30, 1, 1)
            """)
        .coalesce(1)
        .write()
        .option("parquet.block.size", 1024)
        .parquet(folder.resolve("parquet").toString());
    List<BillLine> lines =
        project.lines(
            project.ingested(BillProject.files("b", BillFormat.CUR2, "parquet/*.parquet")));
    assertThat(lines).hasSize(30);
    for (int i = 0; i < 30; i++) {
      BillLine line = lines.get(i);
      assertThat(line.line()).isEqualTo(i + 1);
      assertThat(line.resourceId()).isEqualTo(Integer.toString(i));
      assertThat(line.amounts().billed()).isEqualByComparingTo(i + ".1");
      assertThat(line.listCost()).isEqualByComparingTo("0.0000000007");
      assertThat(line.chargeStart())
          .isEqualTo(Instant.parse("2026-04-02T00:00:00Z").plusSeconds(i * 86_400L));
      assertThat(line.tags()).isEqualTo(Map.of("user_team", "risk"));
      assertThat(line.detail().vcpu()).isEqualByComparingTo("4");
    }
  }

  @Test
  void focusHasItsOwnWords(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    project.write(
        "focus.csv",
        """
        BilledCost,EffectiveCost,BillingAccountId,SubAccountId,BillingCurrency,BillingPeriodStart,ChargeCategory,ChargePeriodStart,ChargePeriodEnd,CommitmentDiscountId,CommitmentDiscountStatus,ConsumedQuantity,ConsumedUnit,PricingQuantity,PricingUnit,ServiceName,x_ServiceCode,SkuMeter,SkuId,Tags
        1.5,1.5,01,NULL,USD,2026-04-01 00:00:00,Usage,2026-04-02 00:00:00,2026-04-02 01:00:00,NULL,NULL,NULL,NULL,2,Hrs,Compute,AmazonEC2,NULL,SKU1,"{""team"": ""risk"", ""spot"": true}"
        10,0,01,02,USD,2026-04-01 00:00:00,Purchase,2026-04-02 00:00:00,2026-04-02 01:00:00,sp-1,NULL,NULL,NULL,NULL,NULL,Plans,NULL,BoxUsage:m5.large,SKU2,NULL
        0,3,01,02,USD,2026-04-01 00:00:00,Usage,2026-04-02 00:00:00,2026-04-02 01:00:00,sp-1,Unused,1,Hrs,2,x,Plans,NULL,NULL,SKU2,{}
        -1,-1,01,02,USD,2026-04-01 00:00:00,Adjustment,2026-04-02 00:00:00,2026-04-02 01:00:00,NULL,NULL,NULL,NULL,NULL,NULL,Plans,NULL,NULL,NULL,
        """);
    List<BillLine> lines =
        project.lines(project.ingested(BillProject.files("f", BillFormat.FOCUS, "focus.csv")));
    assertThat(lines)
        .extracting(line -> line.category().word())
        .containsExactly("Usage", "Purchase", "Usage", "Discount");
    assertThat(lines).extracting(BillLine::account).containsExactly("01", "02", "02", "02");
    assertThat(lines)
        .extracting(BillLine::service)
        .containsExactly("AmazonEC2", "Plans", "Plans", "Plans");
    assertThat(lines)
        .extracting(BillLine::usageType)
        .containsExactly("SKU1", "BoxUsage:m5.large", "SKU2", null);
    assertThat(lines).extracting(BillLine::unit).containsExactly("Hrs", null, "Hrs", null);
    assertThat(lines.get(0).quantity()).isEqualByComparingTo("2");
    assertThat(lines.get(2).quantity()).isEqualByComparingTo("1");
    assertThat(lines.get(0).tags()).isEqualTo(Map.of("team", "risk", "spot", "true"));
    assertThat(lines)
        .extracting(line -> line.detail().commitmentUnused())
        .containsExactly(false, true, true, false);
    assertThat(lines.get(0).chargeStart()).isEqualTo(Instant.parse("2026-04-02T00:00:00Z"));
  }
}
