package io.tidemark.jobs.cost.bill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.acceptance.SharedData;
import io.tidemark.jobs.cost.definition.BillFormat;
import io.tidemark.jobs.cost.definition.BillSource;
import io.tidemark.jobs.cost.definition.Measure;
import io.tidemark.lineage.testing.SparkExtension;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real bills, to the last digit of what is known of them. */
@ExtendWith(SparkExtension.class)
class RealBillsTest {

  @Test
  void ofCur2EveryCentIsThere(SparkSession spark, @TempDir Path folder) {
    Path data = SharedData.folder("billing");
    BillProject project = new BillProject(spark, folder).chunks(1 << 19);
    Delivery delivery =
        project.ingested(
            BillProject.files("main", BillFormat.CUR2, data.resolve("cur2_daily.csv").toString()));
    List<BillLine> lines = project.lines(delivery);
    assertThat(lines).hasSize(1882).extracting(BillLine::line).isSorted().doesNotHaveDuplicates();
    assertSum(of(lines, Category.USAGE), "47.6816938322");
    assertSum(of(lines, Category.CREDIT), "-47.6816938998");
    assertSum(of(lines, Category.TAX), "0");
    List<BillLine> usage = of(lines, Category.USAGE);
    assertSum(usage.stream().filter(line -> !line.tags().isEmpty()).toList(), "19.5216668411");
    assertSum(usage.stream().filter(line -> line.tags().isEmpty()).toList(), "28.1600269911");
    Map<String, BigDecimal> workloads = new HashMap<>();
    for (BillLine line : usage) {
      String workload = line.tags().get("resourceTags/user:Workload");
      if (workload != null) {
        workloads.merge(workload, line.amounts().effective(), BigDecimal::add);
      }
    }
    assertThat(workloads.get("web-tier")).isEqualByComparingTo("7.7528650008");
    assertThat(workloads.get("data-tier")).isEqualByComparingTo("3.6179999920");
    assertThat(workloads.get("storage-tier")).isEqualByComparingTo("0.0001915584");
    assertThat(total(delivery, Category.USAGE)).isEqualByComparingTo("47.6816938322");
    assertThat(total(delivery, Category.CREDIT)).isEqualByComparingTo("-47.6816938998");
  }

  @Test
  void theManifestOfCur2FindsItsFileBesideIt(SparkSession spark, @TempDir Path folder)
      throws IOException {
    Path data = SharedData.folder("billing");
    BillProject project = new BillProject(spark, folder).chunks(1 << 19);
    project.write("export/manifest.json", Files.readAllBytes(data.resolve("cur2_manifest.json")));
    project.write(
        "export/ha-project-CUR-daily-1-00001.csv.gz",
        BillProject.gzip(Files.readString(data.resolve("cur2_daily.csv"))));
    Delivery delivery =
        project.ingested(
            BillProject.manifest("main", BillFormat.CUR2, "export/manifest.json", null));
    assertThat(delivery.deliveryId())
        .isEqualTo(
            "ha-project-CUR-daily-1-0e818247-daba-463a-9819-0f9f647e956a/2026-04/"
                + "04e9e487-79a7-42b1-a680-1de7c660dc8f");
    assertThat(delivery.lines()).isEqualTo(1882);
    assertThat(total(delivery, Category.USAGE)).isEqualByComparingTo("47.6816938322");
  }

  @Test
  void ofCur1EveryCentIsThere(SparkSession spark, @TempDir Path folder) {
    Path data = SharedData.folder("billing");
    BillProject project = new BillProject(spark, folder).chunks(1 << 19);
    Delivery delivery =
        project.ingested(
            new BillSource(
                "old",
                BillFormat.CUR1,
                null,
                List.of(data.resolve("cur1_daily.csv").toString()),
                YearMonth.of(2023, 11)));
    List<BillLine> lines = project.lines(delivery);
    assertThat(lines).hasSize(1281);
    assertSum(lines, "1.6823086974");
  }

  @Test
  void ofFocusTheCentsOfAmazonAreThere(SparkSession spark, @TempDir Path folder) {
    Path data = SharedData.folder("billing");
    BillProject project = new BillProject(spark, folder).chunks(1 << 19);
    Delivery delivery =
        project.ingested(
            new BillSource(
                "focus",
                BillFormat.FOCUS,
                null,
                List.of(data.resolve("focus_1_0_sample.csv").toString()),
                YearMonth.of(2024, 9)));
    List<BillLine> lines = project.lines(delivery);
    assertThat(lines).hasSize(1000);
    List<BillLine> amazon =
        lines.stream().filter(line -> "1234567890123".equals(line.payerAccount())).toList();
    assertThat(amazon).hasSize(942);
    assertSum(amazon, "18.0066386184");
    assertThat(amazon.stream().filter(line -> !line.tags().isEmpty())).hasSize(653);
  }

  private static List<BillLine> of(List<BillLine> lines, Category category) {
    return lines.stream().filter(line -> line.category() == category).toList();
  }

  private static void assertSum(List<BillLine> lines, String billed) {
    assertThat(BillProject.sum(lines, Measure.BILLED)).isEqualByComparingTo(billed);
  }

  private static BigDecimal total(Delivery delivery, Category category) {
    Stream<ControlTotal> totals =
        delivery.totals().stream()
            .filter(each -> each.category() == category && each.cost() == Measure.BILLED);
    return totals.map(ControlTotal::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
