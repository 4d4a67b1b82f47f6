package io.tidemark.jobs.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.lineage.testing.SparkExtension;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Half a month of a real account: use, the free tier's credits, taxes of nothing. */
@ExtendWith(SparkExtension.class)
class RealBillTest {

  @Test
  void aRealBillIsInTheLedgerToTheLastDigit(SparkSession spark, @TempDir Path root) {
    Path bill = SharedData.folder("billing").resolve("cur2_daily.csv");
    CostProject project = new CostProject(spark, root);
    project.folder.replace("cost.yaml", "data/main.csv", bill.toString());
    project.ingest().ok();
    Ran ran = project.attribute().ok();
    assertThat(CostProject.outcome(ran)).isEqualTo("1 published");
    Map<String, BigDecimal> sums = project.sums("category", "effective_cost", "true");
    assertThat(sums.get("Usage")).isEqualByComparingTo("47.6816938322");
    assertThat(sums.get("Credit")).isEqualByComparingTo("-47.6816938998");
    assertThat(sums.get("Tax")).isEqualByComparingTo("0");
    assertThat(project.folder.number("SELECT count(DISTINCT line) FROM cost.ledger"))
        .isEqualTo(1882);
    assertThat(
            project.sums(
                "'unmatched'", "effective_cost", "stage = 'credit' AND target = '__unallocated__'"))
        .isEmpty();
  }
}
