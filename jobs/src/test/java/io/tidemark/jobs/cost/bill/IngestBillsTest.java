package io.tidemark.jobs.cost.bill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jobs.cost.CostTables;
import io.tidemark.jobs.cost.definition.BillFormat;
import io.tidemark.jobs.cost.definition.BillSource;
import io.tidemark.jobs.cost.definition.Measure;
import io.tidemark.lineage.definition.Problem;
import io.tidemark.lineage.definition.Sha256;
import io.tidemark.lineage.testing.SparkExtension;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of a bill is lost or doubled, however often and with whomever it is ingested. */
@ExtendWith(SparkExtension.class)
class IngestBillsTest {
  private static final BillSource MAIN = BillProject.files("main", BillFormat.CUR2, "main.csv");

  @Test
  void theSameContentIsUnchangedUnderAnyName(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    String text = new CurCsv().line("Usage", "1").line("Tax", "0.1").text();
    project.write("main.csv", text);
    project.write("other.csv", text);
    Delivery first = project.ingested(MAIN);
    assertThat(first.deliveryId())
        .isEqualTo("main/2026-04/" + Sha256.hex(text.getBytes(StandardCharsets.UTF_8)));
    for (BillSource again :
        List.of(MAIN, BillProject.files("renamed", BillFormat.CUR2, "other.csv"))) {
      assertThat(project.ingest(again).results().get(0))
          .containsEntry("status", "unchanged")
          .containsEntry("delivery", first.deliveryId())
          .containsEntry("lines", 2L);
    }
    assertThat(project.rows()).isEqualTo(2);
    assertThat(project.deliveries().all()).containsExactly(first);
  }

  @Test
  void aRestatedBillIsANewDeliveryBesideTheOldOne(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    project.write("main.csv", new CurCsv().line("Usage", "1").text());
    project.write("other.csv", new CurCsv().line("Usage", "5").text());
    BillSource other = BillProject.files("other", BillFormat.CUR2, "other.csv");
    Delivery before = project.ingested(MAIN);
    Delivery untouched = project.ingested(other);
    project.write("main.csv", new CurCsv().line("Usage", "1").line("Usage", "0.5").text());
    Delivery after = project.ingested(MAIN);
    assertThat(project.lines(before)).hasSize(1);
    assertThat(project.lines(after)).hasSize(2);
    Deliveries deliveries = project.deliveries();
    assertThat(deliveries.current("2026-04")).containsExactly(after, untouched);
    assertThat(deliveries.all()).containsExactly(before, untouched, after);
    assertThat(deliveries.periods()).containsExactly("2026-04");
    assertThat(deliveries.current("2026-05")).isEmpty();
  }

  @Test
  void goingBackToEarlierContentIsUnchangedAndSaidToBe(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    String first = new CurCsv().line("Usage", "1").text();
    project.write("main.csv", first);
    Delivery before = project.ingested(MAIN);
    assertThat(project.ingest(MAIN).problems()).isEmpty();
    project.write("main.csv", new CurCsv().line("Usage", "2").text());
    Delivery current = project.ingested(MAIN);

    project.write("main.csv", first);
    for (BillSource again : List.of(MAIN, BillProject.files("new", BillFormat.CUR2, "main.csv"))) {
      IngestedBills back = project.ingest(again);
      assertThat(back.results().get(0)).containsEntry("status", "unchanged");
      assertThat(back.problems()).extracting(Problem::code).containsExactly("BILL_EARLIER");
      assertThat(back.problems().get(0).isError()).isFalse();
      assertThat(back.problems().get(0).message())
          .endsWith(
              "this content was ingested before, as delivery "
                  + before.deliveryId()
                  + "; the current delivery of bill main for 2026-04 stays "
                  + current.deliveryId());
    }
    assertThat(project.deliveries().current("2026-04")).containsExactly(current);

    project.write("main.csv", first + "\n");
    Delivery restored = project.ingested(MAIN);
    assertThat(BillProject.sum(project.lines(restored), Measure.BILLED)).isEqualByComparingTo("1");
    assertThat(project.deliveries().current("2026-04")).containsExactly(restored);
  }

  @Test
  void linesOfARunThatDiedBeforeItsEventAreTakenOver(
      SparkSession spark, @TempDir Path folder, @TempDir Path another) {
    BillProject project = new BillProject(spark, folder);
    String text = new CurCsv().line("Usage", "1").line("Usage", "2").text();
    project.write("main.csv", text);
    String content = Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    // What another project's run writes is what the run that died has written.
    BillProject dead = new BillProject(spark, another);
    dead.write("main.csv", text);
    List<BillLine> lines = dead.lines(dead.ingested(MAIN));
    String id =
        project.inRun(
            run ->
                new AppendLines(run)
                    .append(
                        "main/2026-04/" + content,
                        content,
                        each ->
                            run.spark()
                                .createDataFrame(
                                    lines.stream()
                                        .map(line -> BillLines.toRow(line, content))
                                        .toList(),
                                    BillLines.schema())));
    assertThat(project.deliveries().all()).as("no event names them").isEmpty();
    assertThat(project.rows()).isEqualTo(2);
    Delivery delivery = project.ingested(MAIN);
    assertThat(delivery.deliveryId()).isEqualTo(id);
    assertThat(project.rows()).as("nothing is doubled").isEqualTo(2);
    assertThat(project.lines(delivery)).hasSize(2);
  }

  @Test
  void otherContentUnderOneExecutionIsAnotherDelivery(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    project.write("main.csv", new CurCsv().line("Usage", "1").text());
    project.write(
        "manifest.json",
        """
        {"executionId": "E-1", "exportArn": "arn:aws:bcm-data-exports:us-east-1:1:export/daily",
         "dataFiles": ["s3://bucket/daily/data/BILLING_PERIOD=2026-04/main.csv"]}
        """);
    BillSource bill = BillProject.manifest("main", BillFormat.CUR2, "manifest.json", null);
    assertThat(project.ingested(bill).deliveryId()).isEqualTo("daily/2026-04/E-1");
    project.write("main.csv", new CurCsv().line("Usage", "7").text());
    Delivery second = project.ingested(bill);
    assertThat(second.deliveryId()).startsWith("daily/2026-04/E-1+");
    assertThat(BillProject.sum(project.lines(second), Measure.BILLED)).isEqualByComparingTo("7");
  }

  @Test
  void controlTotalsAreTheSumsOfTheLinesByKey(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    project.write(
        "main.csv",
        new CurCsv()
            .line("Usage", "1.25", "net_unblended_cost", "1")
            .line("Usage", "2.5")
            .line("Credit", "-1")
            .line("Usage", "3", "currency_code", "EUR", "payer_account_id", "9")
            .line("Usage", "4", "usage_account_id", "")
            .text());
    IngestedBills ingested = project.ingest(MAIN);
    assertThat(ingested.problems())
        .extracting(Problem::message)
        .containsExactly("bill main: its lines are in EUR, USD; they are kept apart");
    Delivery delivery = project.deliveries().all().get(0);
    assertThat(delivery.totals())
        .as("net measures of the payer that has a net cost only")
        .hasSize(3 * 4 + 2);
    List<BillLine> lines = project.lines(delivery);
    for (ControlTotal total : delivery.totals()) {
      BigDecimal sum =
          BillProject.sum(
              lines.stream()
                  .filter(
                      line ->
                          Objects.equals(line.payerAccount(), total.payerAccount())
                              && Objects.equals(line.account(), total.account())
                              && line.currency().equals(total.currency())
                              && line.category() == total.category())
                  .toList(),
              total.cost());
      assertThat(total.amount()).isEqualByComparingTo(sum);
    }
  }

  @Test
  void oddLinesAreKeptAndCounted(SparkSession spark, @TempDir Path folder) {
    BillProject project = new BillProject(spark, folder);
    project.write(
        "main.csv",
        new CurCsv()
            .line("Usage", "1", "billing_period_start_date", "")
            .line("Usage", "1", "billing_period_start_date", "2026-03-01T00:00:00.000Z")
            .line("Usage", "1", "billing_period_start_date", "2026-03-01T00:00:00.000Z")
            .line("Usage", "1", "currency_code", " ")
            .text());
    IngestedBills ingested = project.ingest(MAIN);
    assertThat(ingested.problems())
        .extracting(Problem::code)
        .containsExactlyInAnyOrder("BILL_NO_PERIOD", "BILL_OTHER_PERIOD", "BILL_NO_CURRENCY");
    assertThat(ingested.problems())
        .filteredOn(problem -> problem.code().equals("BILL_OTHER_PERIOD"))
        .extracting(Problem::message)
        .singleElement()
        .asString()
        .startsWith("bill main: 2 lines name another billing period");
    List<BillLine> lines = project.lines(project.deliveries().all().get(0));
    assertThat(lines).hasSize(4).allMatch(line -> line.period().equals("2026-04"));
    assertThat(lines).allMatch(line -> line.currency().equals("USD"));
  }

  @Test
  void twoIngestsAtOnceBringEachLineOnce(SparkSession spark, @TempDir Path folder)
      throws Exception {
    BillProject project = new BillProject(spark, folder);
    project.write("main.csv", new CurCsv().line("Usage", "1").line("Usage", "2").text());
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      List<Future<IngestedBills>> ingests =
          IntStream.range(0, 2).mapToObj(i -> both.submit(() -> project.ingest(MAIN))).toList();
      for (Future<IngestedBills> each : ingests) {
        assertThat(each.get().problems()).isEmpty();
      }
    } finally {
      both.shutdown();
    }
    assertThat(project.rows()).isEqualTo(2);
    assertThat(project.deliveries().all()).hasSize(1);
    long version = project.inRun(run -> run.newest(CostTables.BILL_LINE.ref()).version());
    assertThat(version).as("one commit of rows after the table was made").isEqualTo(1);
  }
}
