package io.tidemark.jobs.cost.bill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.definition.BillFormat;
import io.tidemark.jobs.cost.definition.BillSource;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Sha256;
import io.tidemark.lineage.testing.SparkExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Bills that cannot be read are refused whole, each with the reason, and the others are not. */
@ExtendWith(SparkExtension.class)
class BillRefusalsTest {
  private static final String GOOD = new CurCsv().line("Usage", "1").line("Usage", "2").text();

  @Test
  void whatIsWrongWithAFileIsSaid(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    CurCsv many = new CurCsv();
    for (int i = 0; i < 200; i++) {
      many.line("Usage", "1", "resource_id", Sha256.hex("i-" + i));
    }
    byte[] gzip = BillProject.gzip(many.text());
    refused(project, new byte[0], "it is empty: it has not even a header");
    refused(project, "\n\n".getBytes(StandardCharsets.UTF_8), "it has no header");
    refused(project, Arrays.copyOf(gzip, gzip.length / 2), "it is only a part");
    refused(project, new byte[] {'P', 'K', 3, 4, 0}, "it is a ZIP archive");
    refused(project, GOOD.getBytes(StandardCharsets.UTF_16), "it is UTF-16 text");
    refused(project, GOOD.substring(0, GOOD.length() - 30), "values, and the header");
    refused(project, GOOD + "a,\"b", "a quote is opened and never closed");
    refused(project, GOOD + "a,b,c\n", "file bill.csv, record 3: it has 3 values, and the header");
    refused(
        project,
        GOOD.replace("line_item_unblended_cost", "cost"),
        "it lacks the columns line_item_unblended_cost; is it of that format?");
    refused(
        project,
        GOOD.replace("line_item_operation", "line_item_usage_type"),
        "it has the column line_item_usage_type twice");
    refused(project, "PAR1 and no more", "it is no Parquet file, or only a part of one");
  }

  @Test
  void whatIsWrongWithARecordIsSaid(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    refused(
        project,
        new CurCsv().line("Usage", "1").line("Usage", "x").text(),
        "file bill.csv, record 2: line_item_unblended_cost: 'x' is no number");
    refused(
        project,
        new CurCsv().line("Usage", "0.1234567890123456789").text(),
        "has more than 18 decimals");
    refused(
        project,
        new CurCsv().line("Usage", "1", "usage_start_date", "yesterday").text(),
        "line_item_usage_start_date: 'yesterday' is no time");
    refused(
        project,
        new CurCsv().line("Usage", "1", "tags", "{\"a\"").text(),
        "tags: '{\"a\"' is no JSON");
    refused(
        project,
        new CurCsv(
                CurCsv.usual().keySet().stream()
                    .filter(column -> !column.equals("reservation_effective_cost"))
                    .toList())
            .line("DiscountedUsage", "0")
            .text(),
        "it needs the column reservation_effective_cost, which the file does not have");
  }

  @Test
  void aLineWithoutCurrencyNeedsThatOfTheProject(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder, "");
    refused(
        project,
        new CurCsv().line("Usage", "1", "currency_code", "").text(),
        "it names no currency, and the project has none");
  }

  @Test
  void aMissingFileIsSaid(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    assertThat(project.refused(BillProject.files("b", BillFormat.CUR2, "no/such-*.csv")).message())
        .isEqualTo("bill b: no/such-*.csv matches no file");
    assertThat(
            project
                .refused(BillProject.manifest("b", BillFormat.CUR2, "no-manifest.json", null))
                .message())
        .isEqualTo("bill b: there is no manifest no-manifest.json");
  }

  @Test
  void aManifestIsHeldAgainstItsFilesAndThePeriod(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    project.write("m/a-00001.csv", GOOD);
    project.write(
        "m/a-Manifest.json",
        """
        {"reportName": "hourly", "assemblyId": "A-1", "account": "1", "compression": "GZIP",
         "billingPeriod": {"start": "20260401T000000.000Z", "end": "20260501T000000.000Z"},
         "reportKeys": ["x/hourly/20260401-20260501/a-00001.csv", "x/hourly/20260401-20260501/a-00002.csv"]}
        """);
    BillSource bill = BillProject.manifest("b", BillFormat.CUR1, "m/a-Manifest.json", null);
    assertThat(project.refused(bill).message())
        .contains("lists 2 files, and 1 of them cannot be reached")
        .contains("a-00002.csv");
    project.write("m/20260401-20260501/a-00002.csv", GOOD);
    assertThat(
            project
                .refused(
                    BillProject.manifest(
                        "b", BillFormat.CUR1, "m/a-Manifest.json", YearMonth.of(2026, 3)))
                .message())
        .isEqualTo(
            "bill b: manifest m/a-Manifest.json is of 2026-04, and the project says 2026-03");
    Delivery delivery = project.ingested(bill);
    assertThat(delivery.deliveryId()).isEqualTo("hourly/2026-04/A-1");
    assertThat(delivery.lines()).isEqualTo(4);
    project.write("broken.json", "{\"dataFiles\": []");
    assertThat(
            project
                .refused(BillProject.manifest("c", BillFormat.CUR2, "broken.json", null))
                .message())
        .contains("it is no JSON");
  }

  @Test
  void aListedFileThatIsNoPathIsMissing(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    project.write(
        "odd-Manifest.json",
        """
        {"reportName": "hourly", "assemblyId": "A-1", "account": "1", "compression": "GZIP",
         "billingPeriod": {"start": "20260401T000000.000Z", "end": "20260501T000000.000Z"},
         "reportKeys": ["no:path", "../secret.csv"]}
        """);
    assertThat(
            project
                .refused(BillProject.manifest("b", BillFormat.CUR1, "odd-Manifest.json", null))
                .message())
        .contains("lists 2 files, and 2 of them cannot be reached, the first is no:path");
  }

  @Test
  void oneRefusedBillLeavesTheOthersAlone(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    project.write("good.csv", GOOD);
    project.write("bad.csv", GOOD + "torn");
    project.write("late.csv", new CurCsv().line("Usage", "9").text());
    IngestedBills ingested =
        project.ingest(
            BillProject.files("good", BillFormat.CUR2, "good.csv"),
            BillProject.files("bad", BillFormat.CUR2, "bad.csv"),
            BillProject.files("late", BillFormat.CUR2, "late.csv"));
    assertThat(ingested.results())
        .extracting(result -> result.get("bill"))
        .containsExactly("good", "late");
    assertThat(ingested.problems())
        .filteredOn(Problem::isError)
        .extracting(Problem::object)
        .containsExactly("bill:bad");
    assertThat(project.rows()).isEqualTo(3);
  }

  private static void refused(BillProject project, String text, String said) {
    refused(project, text.getBytes(StandardCharsets.UTF_8), said);
  }

  private static void refused(BillProject project, byte[] file, String said) {
    project.write("bill.csv", file);
    Problem problem = project.refused(BillProject.files("b", BillFormat.CUR2, "bill.csv"));
    assertThat(problem.message()).contains(said);
    assertThat(List.of(problem.code())).isSubsetOf("BILL_FILE", "BILL_RECORD");
  }
}
